#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "edge/edge.h"
#include "world/sim/instances.h"
#include "world/sim/programs.h"
#include "world/sim/response_mix.h"
#include "world/sim/route_events.h"
#include "world/sim/setup.h"

namespace studylab::sim {

// A span of time.
struct Span {
  Instant from;
  Instant until;
};

// What really happened to requests, whoever counted them.
struct Tally {
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;
  std::uint64_t refused = 0;  // of the failed, by the edge because its policy says so
  // Answered by a release that did not own the key at the edge's sequence.
  std::uint64_t wrong_release = 0;
};

// The requests that come to one edge. Nothing ticks: between two changes every flow is answered in
// one way, so counts are worked out when somebody asks or something changes, exactly and in
// integers. Each way is kept, so that the past can be measured from any instant on.
class Traffic {
 public:
  struct Truth {
    Setup const& setup;
    Programs const& programs;
    Instances const& instances;
    RouteEvents const& routes;
  };

  Traffic(EdgeId edge, Truth truth);

  // Counts everything before `now` into the edge's open interval.
  void settle(edge::State& state, Instant now);
  // Asks the edge again how each flow is answered, if anything may have changed that.
  void refresh(edge::State& state, Instant now);
  // The same, where the edge has heard of this environment's addresses and of nothing else since.
  void refresh(edge::State& state, Instant now, EnvironmentName const& environment);
  // The edge is gone: nobody answers until the next refresh.
  void go_down(Instant now);

  // Whether some flow fails over its environment's threshold as it is now, and the edge has not
  // said so.
  bool over_and_unsaid(edge::State const& state) const;

  // Requests so far that the edge forwarded to an address without a passed probe.
  std::uint64_t unready_answers() const { return unready_; }

  Tally tally(RouteKey const& route, Span span) const;
  // Adds the spans in which the route failed over its threshold here, cut to `span`.
  void spans_over(RouteKey const& route, Span span, std::vector<Span>& out) const;
  // Adds the spans in which a release answered here with errors, and how.
  struct FailingSpan {
    Span span;
    ReleaseId release;
    Behaviour const* how;
  };
  void failing_spans(RouteKey const& route, Span span, std::vector<FailingSpan>& out) const;

 private:
  // One way in which a flow is answered.
  struct ResponseMode {
    ResponseMix mix;
    ReleaseId release;                         // who answers; none: the edge, or nobody
    RequestError reason = RequestError::none;  // of the edge's refusal
    std::uint16_t status = 200;                // of the edge's refusal
    std::array<Behaviour const*, ResponseMix::max_shares> how{};
    enum class Owner : std::uint8_t { right, wrong } owner = Owner::right;
    std::uint32_t unready = 0;  // of a thousand: to an address without a passed probe
    friend bool operator==(ResponseMode const&, ResponseMode const&) = default;
  };
  struct Segment {
    Instant from;
    ResponseMode mode;
    std::uint64_t failing_per_million = 0;
  };
  struct FlowState {
    sim::Flow const* flow;
    EnvironmentDeclared const* declared;  // of whose route it is; nullptr: of none
    Requests counted;
    ResponseMix::Split split;  // of `counted`, as the present way answers
    Instant holds_until = Instant::max();
    std::array<edge::RowId, ResponseMix::max_shares + 1> rows;  // of each share, then of the rest
    std::vector<Segment> segments;                              // oldest first; the last is now's
  };

  static ResponseMode answered_by(ResponseMix::By by);
  static Permille threshold_of(FlowState const& flow);
  Requests total(sim::Flow const& flow, Instant at) const;
  void count(FlowState& flow, edge::State& state, Instant until);
  void ask(FlowState& flow, edge::State& state, Instant now);
  ResponseMode mode_of(FlowState& flow, edge::State const& state, Instant now) const;
  void take_rows(FlowState& flow, edge::State& state) const;
  void begin(FlowState& flow, ResponseMode mode, Instant now);
  template <class Visit>
  void each_segment(RouteKey const& route, Span span, Visit&& visit) const;

  EdgeId edge_;
  Truth truth_;
  std::vector<FlowState> flows_;
  // What the present ways rest on.
  std::uint64_t edge_version_ = 0;
  std::uint64_t programs_version_ = 0;
  std::uint64_t instances_version_ = 0;
  Instant holds_until_{};
  std::uint64_t unready_ = 0;
};

}  // namespace studylab::sim
