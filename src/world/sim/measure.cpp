// The lab's own measurement, from the traffic itself.
#include <algorithm>

#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {
namespace {

RouteKey route_of(control::State const& platform, EnvironmentName const& environment) {
  auto const found = platform.environments.find(environment);
  return found == platform.environments.end() ? RouteKey{} : found->second.declared.route;
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

Reply<Truth> SimWorld::measure(EnvironmentName const& environment, Instant since) {
  auto const route = route_of(platform(), environment);
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
  for (auto const& one : over) {
    measured.time_to_mitigate = std::max(measured.time_to_mitigate, one.until - since);
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
