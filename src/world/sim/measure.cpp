// The lab's own measurement, from the traffic itself.
#include <algorithm>

#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {
namespace {

// The route whose requests an incident's harm is counted from, at every edge.
RouteKey const& harmed_route(IncidentSubject const& subject) {
  return match(
      subject, [](RouteErrors const& errors) -> RouteKey const& { return errors.route; },
      // What fails at edges without the gap is part of the incident: it may have another cause that
      // must be repaired as well.
      [](EdgeGap const& gap) -> RouteKey const& { return gap.route; },
      // What was refused at a gate and what expired there are failed requests of the route.
      [](WakeStuck const& stuck) -> RouteKey const& { return stuck.route; },
      [](HostDue const& due) -> RouteKey const& { return due.route; },
      // What is refused under a fence is a failed request of the route.
      [](DataDamaged const& damaged) -> RouteKey const& { return damaged.route; },
      [](DependencyErrors const& errors) -> RouteKey const& { return errors.route; });
}

// The database of the environment whose requests the route takes; empty: there is no such route.
DatabaseName database_behind(control::State const& state, RouteKey const& route) {
  auto const found = state.routes.find(route);
  if (found == state.routes.end()) return {};
  return state.environments.at(found->second.environment).declared.database;
}

Tally tally_of(std::vector<EdgeProcess> const& edges, RouteKey const& route, Span span) {
  Tally sum;
  for (auto const& edge : edges) {
    auto const tally = edge.traffic().tally(route, span);
    sum.requests += tally.requests;
    sum.failed += tally.failed;
    sum.refused += tally.refused;
    sum.wrong_release += tally.wrong_release;
  }
  return sum;
}

// The total length of some spans, counting overlaps once.
Duration covered(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::from);
  Duration sum{};
  Instant until{};
  for (auto const& span : spans) {
    auto const from = std::max(span.from, until);
    if (span.until > from) sum += span.until - from;
    until = std::max(until, span.until);
  }
  return sum;
}

}  // namespace

Reply<Truth> SimWorld::measure(IncidentSubject const& subject, Instant since) {
  auto const& route = harmed_route(subject);
  Span const span{since, now()};
  auto const tally = tally_of(impl_->edges, route, span);
  std::vector<Span> over;
  std::vector<Span> refused;
  for (auto const& edge : impl_->edges) {
    edge.traffic().spans_over(route, span, over);
    edge.traffic().refused_spans(route, span, refused);
  }

  Truth truth;
  auto& measured = truth.measured;
  measured.failed_requests = tally.failed;
  measured.refused_requests = tally.refused;
  measured.wrong_release_answers = tally.wrong_release;
  for (auto const& runner : impl_->runners) measured.killed_sessions += runner.killed_sessions();
  for (auto const& one : over) {
    measured.time_to_mitigate = std::max(measured.time_to_mitigate, one.until - since);
  }
  std::vector<Span> damaged;
  auto const harm =
      impl_->data.measure(database_behind(impl_->control.state(), route), span, damaged);
  measured.lost_writes = harm.lost;
  measured.doubled_writes = harm.doubled;
  measured.writes_given_up = harm.given_up;
  if (std::holds_alternative<DataDamaged>(subject)) {
    // Besides errors: the time in which the data was damaged, or writers were fenced.
    over = std::move(damaged);
    measured.time_to_mitigate = Duration{};
    for (auto const& one : over) {
      measured.time_to_mitigate = std::max(measured.time_to_mitigate, one.until - since);
    }
  }
  measured.failed_time = covered(std::move(over));
  measured.refused_time = covered(std::move(refused));
  for (auto const& edge : impl_->edges) {
    truth.unready_answers += edge.traffic().unready_answers();
  }
  Reply<Truth> reply;
  reply.give(truth);
  return reply;
}

}  // namespace studylab::world::sim
