#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "edge/edge.h"
#include "model/symptom.h"
#include "world/exec/route_events.h"
#include "world/plan.h"
#include "world/sim/instances.h"
#include "world/sim/programs.h"
#include "world/sim/response_mix.h"

namespace studylab::world::sim {

// A span of time.
struct Span {
  Instant from;
  Instant until;
};

// Whether the edge refuses such a request at once although it could know how to answer.
constexpr bool refused_on_purpose(RequestError reason) {
  return reason == RequestError::edge_gap || by_gate(reason);
}

// Calls of programs through one binding.
struct Calls {
  std::uint64_t all = 0;
  std::uint64_t failed = 0;
  std::uint64_t rejected = 0;  // of the failed
};
struct BindingCalls {
  BindingName binding;
  Calls calls;
};

// What really happened to requests, counted or not.
struct Tally {
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;
  // Of the failed: by the edge at once, because of its gap policy or at a gate.
  std::uint64_t refused = 0;
  // Answered by a release that did not own the key at the edge's sequence.
  std::uint64_t wrong_release = 0;
};

// The requests to one edge. Nothing ticks: between two changes the answers to a flow follow
// one response mode, so counts are computed on demand, exactly and in integers. Every mode is kept,
// so that the past can be measured from any instant on.
class Traffic {
 public:
  // The environments of all routes, as they are declared.
  using Declared = std::map<RouteKey, EnvironmentDeclared const*>;
  static Declared declared_in(Plan const& plan);

  struct Truth {
    Plan const& plan;
    Programs const& programs;
    Instances const& instances;
    exec::RouteEvents const& routes;
  };

  // `declared` is the plan's.
  Traffic(EdgeId edge, Truth truth, Declared const& declared);
  // A copy of a gated route would refer to the flow of the original.
  Traffic(Traffic const&) = delete;
  Traffic& operator=(Traffic const&) = delete;
  Traffic(Traffic&&) = default;
  Traffic& operator=(Traffic&&) = delete;

  // Counts everything before `now` into the edge's open interval.
  void settle(edge::State& state, Instant now);
  // Asks the edge again how it answers each flow, if that may have changed; no: it has not.
  enum class Asked : std::uint8_t { no, yes };
  Asked refresh(edge::State& state, Instant now);
  // The same, if only one thing has changed since: an address or a process of this environment.
  Asked refresh(edge::State& state, Instant now, EnvironmentName const& environment);
  // The edge is down: requests get no answer until the next refresh, and those that wait at a gate
  // are lost with their connections.
  void go_down(edge::State& state, Instant now);

  // --- gates (traffic_gate.cpp) ---
  bool has_gates() const { return !gates_.empty(); }
  // Requests that the edge's own step let out of a gate.
  void take(edge::State& state, std::vector<edge::Departed> const& departed, Instant now);
  void arrive(CohortArrival const& cohort, edge::State& state, Instant now);
  // When to settle next because a request may ask for a wake, be the first to wait, or reach a
  // bound. None: not before something else happens.
  std::optional<Instant> next_gate_check(edge::State const& state, Instant now) const;

  // Whether a flow is over its environment's threshold now and the edge has not reported it. What a
  // gate refuses is not counted here.
  bool over_and_unreported(edge::State const& state) const;

  // Requests so far that the edge forwarded to an address without a passed probe.
  std::uint64_t unready_answers() const { return unready_; }

  Tally tally(RouteKey const& route, Span span) const;
  // Writes to the route that were acknowledged here, by this release or, for none, by any.
  std::uint64_t acknowledged(RouteKey const& route, Span span, ReleaseId only = {}) const;
  // Adds the calls that requests to the route made here through each of the bindings: one for each
  // request that a program answered whose release needs the binding.
  void add_calls(RouteKey const& route, Span span, std::span<BindingCalls> of) const;
  // Adds the spans in which the route failed over its threshold here, cut to `span`.
  void spans_over(RouteKey const& route, Span span, std::vector<Span>& out) const;
  // Adds the spans in which this edge refused the route's requests because of its gap policy.
  void refused_spans(RouteKey const& route, Span span, std::vector<Span>& out) const;
  // Adds the spans in which a release answered with errors here, and which.
  struct FailingSpan {
    Span span;
    ReleaseId release;
    Behaviour const* how;
  };
  void failing_spans(RouteKey const& route, Span span, std::vector<FailingSpan>& out) const;

 private:
  // How a flow is answered.
  struct ResponseMode {
    ResponseMix mix;
    ReleaseId release;                         // that answers; none: the edge, or no answer
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
    world::Flow const* flow;
    EnvironmentDeclared const* declared;  // the route's environment; nullptr: none
    Requests counted;
    ResponseMix::Split split;  // of `counted`, in the present mode
    Instant holds_until = Instant::max();
    std::array<edge::RowId, ResponseMix::max_shares + 1> rows;  // of each share, then of the rest
    std::vector<Segment> segments;  // oldest first; the last is the present one
    enum class Gated : std::uint8_t { no, yes } gated = Gated::no;  // counted with its gate

    ResponseMode const& mode() const { return segments.back().mode; }
  };
  // What happened at one instant to requests that came through a gate or in a cohort; or to
  // consecutive requests of one flow, all refused within one second, of which the first came then.
  struct Outcomes {
    Instant at;
    std::uint32_t answered = 0;  // small: a run keeps thousands of these
    std::uint32_t failed = 0;    // of those
    std::uint32_t refused = 0;   // of the failed
    std::uint32_t wrong_release = 0;
    world::Flow const* refused_of = nullptr;
  };
  // A route whose environment may sleep, or to which a cohort came.
  struct GateRoute {
    EnvironmentName environment;
    world::Flow flow;                // of no rate, with all users of the route
    FlowState forwarded;             // how it is answered; `counted`: of cohorts and of the gate
    std::vector<std::size_t> flows;  // to this route
    // Of the gate's refusals, by reason; kept as long as the edge lives.
    std::map<RequestError, edge::RowId> rows;
    std::vector<Outcomes> outcomes;  // in the order of `at`
  };

  // Nothing that the present modes depend on has changed.
  bool answers_as_before(edge::State const& state, Instant now) const;
  static ResponseMode answered_by(ResponseMix::By by);
  static Permille threshold_of(FlowState const& flow);
  Requests total(world::Flow const& flow, Instant at) const;
  void count(FlowState& flow, edge::State& state, Instant until);
  // Counts the requests up to `reached`, and returns how many of them failed.
  std::uint64_t count_to(FlowState& flow, edge::State& state, Requests reached, Instant until);
  void ask(FlowState& flow, edge::State& state, Instant now);
  ResponseMode mode_of(FlowState& flow, edge::State const& state, Instant now) const;
  void take_rows(FlowState& flow, edge::State& state) const;
  void begin(FlowState& flow, ResponseMode mode, Instant now);
  GateRoute& gate_route(RouteKey const& route);
  void settle(GateRoute& route, edge::State& state, Instant now);
  void pass_gate(GateRoute& route, edge::State& state, Instant until);
  Instant arrival_of(FlowState const& flow, std::uint64_t number) const;
  FlowState* next_gated(GateRoute const& route);
  // How the gate answers one request.
  enum class Answered : std::uint8_t { held, refused };
  Answered admit_next(GateRoute& route, FlowState& flow, edge::Gate& gate, edge::State& state,
                      Instant at);
  std::optional<Instant> refused_until(GateRoute const& route, FlowState const& flow,
                                       edge::Gate const& gate, Span span) const;
  void refuse_all(GateRoute& route, edge::Gate& gate, edge::State& state, Instant until);
  // Returns `held` if none of them was refused.
  Answered admit(GateRoute& route, edge::Gate& gate, edge::State& state,
                 edge::Arrival const& arrival, Instant at);
  void refuse(GateRoute& route, edge::State& state, RequestError reason, std::uint32_t count);
  void take(GateRoute& route, edge::State& state, edge::Departure const& departure, Instant at);
  void forward(GateRoute& route, edge::State& state, Requests more, Instant at);
  void count_at_gate(FlowState const& flow, edge::State& state, Requests reached, Instant at);
  void lose_waiting(GateRoute& route, edge::State& state, Instant now);
  // Whole seconds in which requests of gates and cohorts failed over the threshold, or were
  // refused.
  enum class Failing : std::uint8_t { over, refused };
  void add_gate_spans(RouteKey const& route, Span span, Failing which,
                      std::vector<Span>& out) const;
  static void note(GateRoute& route, Outcomes const& outcomes);
  // The part of a run of refused requests that lies in `span`.
  Outcomes cut(Outcomes const& outcomes, Span span) const;
  template <class Visit>
  void each_outcome(RouteKey const& route, Span span, Visit&& visit) const {
    for (auto const& gate : gates_) {
      if (gate.flow.route != route) continue;
      auto at = std::ranges::lower_bound(gate.outcomes, span.from - std::chrono::seconds{1}, {},
                                         &Outcomes::at);
      for (; at != gate.outcomes.end() && at->at < span.until; ++at) {
        if (at->refused_of != nullptr) {
          auto const inside = cut(*at, span);
          if (inside.answered > 0) visit(inside);
        } else if (at->at >= span.from && at->answered > 0) {
          visit(*at);
        }
      }
    }
  }
  template <class Visit>
  void each_segment(RouteKey const& route, Span span, Visit&& visit) const;

  EdgeId edge_;
  Truth truth_;
  std::vector<FlowState> flows_;
  std::deque<GateRoute> gates_;  // stable: their flows are referred to
  // The versions that the present modes depend on.
  std::uint64_t edge_version_ = 0;
  std::uint64_t programs_version_ = 0;
  std::uint64_t instances_version_ = 0;
  Instant holds_until_{};
  std::uint64_t unready_ = 0;
};

}  // namespace studylab::world::sim
