// The lab's own measurement, from the traffic itself.
#include <algorithm>

#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {
namespace {

// The requests that an incident's harm is counted from.
struct Counted {
  RouteKey route;
  std::vector<Traffic const*> edges;
};

Counted counted_for(IncidentSubject const& subject, std::vector<EdgeProcess> const& edges) {
  auto const at_edges = [&](RouteKey const& route, auto const& counts) {
    Counted counted{route, {}};
    for (auto const& edge : edges) {
      if (counts(edge)) counted.edges.push_back(&edge.traffic());
    }
    return counted;
  };
  return match(
      subject,
      [&](RouteErrors const& errors) {
        return at_edges(errors.route, [](EdgeProcess const&) { return true; });
      },
      // What fails at another edge does not fail because of this edge's gap.
      [&](EdgeGap const& gap) {
        return at_edges(gap.route, [&](EdgeProcess const& edge) { return edge.id() == gap.edge; });
      });
}

Tally tally_of(Counted const& counted, Span span) {
  Tally sum;
  for (auto const* traffic : counted.edges) {
    auto const tally = traffic->tally(counted.route, span);
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
  auto const counted = counted_for(subject, impl_->edges);
  Span const span{since, now()};
  auto const tally = tally_of(counted, span);
  std::vector<Span> over;
  std::vector<Span> refused;
  for (auto const* traffic : counted.edges) {
    traffic->spans_over(counted.route, span, over);
    traffic->refused_spans(counted.route, span, refused);
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
