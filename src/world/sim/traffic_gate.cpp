// Requests that come to a gate or in a cohort. They are not functions of time as those of a flow
// are, so each instant at which some of them are answered is kept.
#include <algorithm>
#include <utility>

#include "base/check.h"
#include "world/sim/traffic.h"

namespace studylab::world::sim {
namespace {

constexpr Duration second = std::chrono::seconds{1};
constexpr std::uint64_t minute = 60'000'000;  // microseconds

// What a waiting request of a flow occupies: its head, and a body if it changes something.
constexpr std::uint64_t head_bytes = 1024;
constexpr std::uint64_t body_bytes = 4096;

std::uint64_t bytes_of(RequestClass request_class) {
  bool const body =
      request_class == RequestClass::idempotent || request_class == RequestClass::unsafe;
  return body ? head_bytes + body_bytes : head_bytes;
}

std::uint64_t unsafe_of(Flow const& flow, std::uint64_t all) {
  return all * flow.unsafe.value() / 1000;
}
std::uint64_t idempotent_of(Flow const& flow, std::uint64_t unsafe) {
  return unsafe * flow.idempotent.value() / 1000;
}

// Of the flow's request with this number, counted from 1.
RequestClass class_of(Flow const& flow, std::uint64_t number) {
  auto const unsafe = unsafe_of(flow, number);
  if (unsafe == unsafe_of(flow, number - 1)) return RequestClass::safe;
  bool const contract = idempotent_of(flow, unsafe) > idempotent_of(flow, unsafe - 1);
  return contract ? RequestClass::idempotent : RequestClass::unsafe;
}

// How many of the flow's requests after one number and up to another are of each class.
struct ByClass {
  std::uint64_t safe = 0;
  std::uint64_t idempotent = 0;
  std::uint64_t unsafe = 0;
};

ByClass by_class(Flow const& flow, std::uint64_t after, std::uint64_t last) {
  auto const before = unsafe_of(flow, after);
  auto const changing = unsafe_of(flow, last);
  auto const idempotent = idempotent_of(flow, changing) - idempotent_of(flow, before);
  return {last - after - (changing - before), idempotent, changing - before - idempotent};
}

template <class Visit>
void each_class(ByClass const& counts, Visit&& visit) {
  if (counts.safe > 0) visit(RequestClass::safe, counts.safe);
  if (counts.idempotent > 0) visit(RequestClass::idempotent, counts.idempotent);
  if (counts.unsafe > 0) visit(RequestClass::unsafe, counts.unsafe);
}

Requests requests_of(RequestClass request_class, std::uint32_t count) {
  bool const safe = request_class == RequestClass::safe || request_class == RequestClass::upgrade;
  return {count, safe ? 0U : count};
}

}  // namespace

Traffic::GateRoute& Traffic::gate_route(RouteKey const& route) {
  for (auto& gate : gates_) {
    if (gate.flow.route == route) return gate;
  }
  auto& added = gates_.emplace_back();
  added.flow.route = route;
  added.flow.edge = edge_;
  added.forwarded.flow = &added.flow;
  added.forwarded.declared = nullptr;
  for (auto const& fact : truth_.plan.initial) {
    auto const* environment = std::get_if<EnvironmentDeclared>(&fact);
    if (environment == nullptr || environment->route != route) continue;
    added.forwarded.declared = environment;
    added.environment = environment->environment;
  }
  for (std::size_t i = 0; i < flows_.size(); ++i) {
    if (flows_[i].flow->route != route) continue;
    flows_[i].gated = FlowState::Gated::yes;
    added.flows.push_back(i);
    added.flow.users += flows_[i].flow->users;
  }
  begin(added.forwarded, answered_by(ResponseMix::By::none), truth_.plan.began);
  return added;
}

// All flows of one route have the same answer, so their modes change at the same instants.
void Traffic::settle(GateRoute& route, edge::State& state, Instant now) {
  while (route.forwarded.holds_until < now) {
    auto const at = route.forwarded.holds_until;
    pass_gate(route, state, at);
    ask(route.forwarded, state, at);
    for (auto const i : route.flows) ask(flows_[i], state, at);
  }
  pass_gate(route, state, now);
}

void Traffic::pass_gate(GateRoute& route, edge::State& state, Instant until) {
  auto* gate = edge::find_gate(state, route.environment);
  auto last = Answered::refused;
  while (gate != nullptr) {
    auto const due = gate->next_due().value_or(Instant::max());
    auto* flow = next_gated(route);
    auto const arrival =
        flow != nullptr ? arrival_of(*flow, flow->counted.all + 1) : Instant::max();
    auto const at = std::min(due, arrival);
    if (at > until) break;
    // Before `due` nothing leaves.
    if (at == due) {
      std::vector<edge::Departure> departures;
      gate->advance(at, departures);
      for (auto const& departure : departures) take(route, state, departure, at);
    }
    if (arrival != at) continue;
    // Runs of refused requests are taken at once; after one that was held, none is expected.
    auto const next_second = at - at.time_since_epoch() % second + second;
    Span const span{at, std::min({due, until + Duration{1}, next_second})};
    auto const refused = last == Answered::refused ? refused_until(route, *flow, *gate, span)
                                                   : std::optional<Instant>{};
    if (refused) {
      refuse_all(route, *gate, state, *refused);
    } else {
      last = admit_next(route, *flow, *gate, state, at);
    }
  }
  for (auto const i : route.flows) {
    if (flows_[i].mode().mix.by() != ResponseMix::By::gate) count(flows_[i], state, until);
  }
}

// When the request with this number, counted from 1, arrives.
Instant Traffic::arrival_of(FlowState const& flow, std::uint64_t number) const {
  if (flow.flow->per_minute == 0) return Instant::max();
  auto const passed = (number * minute + flow.flow->per_minute - 1) / flow.flow->per_minute;
  return truth_.plan.began + Duration{static_cast<std::int64_t>(passed)};
}

// The flow at the gate whose next request arrives first.
Traffic::FlowState* Traffic::next_gated(GateRoute const& route) {
  FlowState* next = nullptr;
  auto first = Instant::max();
  for (auto const i : route.flows) {
    auto& flow = flows_[i];
    if (flow.mode().mix.by() != ResponseMix::By::gate) continue;
    auto const arrival = arrival_of(flow, flow.counted.all + 1);
    if (arrival >= first) continue;
    first = arrival;
    next = &flow;
  }
  return next;
}

Traffic::Answered Traffic::admit_next(GateRoute& route, FlowState& flow, edge::Gate& gate,
                                      edge::State& state, Instant at) {
  auto const request_class = class_of(*flow.flow, ++flow.counted.all);
  flow.counted.unsafe = unsafe_of(*flow.flow, flow.counted.all);
  return admit(route, gate, state, {request_class, 1, bytes_of(request_class)}, at);
}

// If the gate refuses every request that comes to it from the beginning of `span`, when the next
// one of `flow` comes, until some instant in it: the last such instant, exclusive.
std::optional<Instant> Traffic::refused_until(GateRoute const& route, FlowState const& flow,
                                              edge::Gate const& gate, Span span) const {
  // The first refusal for a reason opens its row, in the order of arrival.
  auto const refused = [&](RequestClass request_class) {
    auto const refuses = gate.refuses(request_class, bytes_of(request_class), span.from);
    if (!refuses || !route.rows.contains(refuses->reason)) return false;
    span.until = std::min(span.until, refuses->until);
    return true;
  };
  if (!refused(class_of(*flow.flow, flow.counted.all + 1))) return std::nullopt;
  bool all = true;
  for (auto const i : route.flows) {
    auto const& other = flows_[i];
    if (other.mode().mix.by() != ResponseMix::By::gate) continue;
    auto const last = total(*other.flow, span.until - Duration{1}).all;
    each_class(by_class(*other.flow, other.counted.all, last),
               [&](RequestClass request_class, auto) { all = all && refused(request_class); });
  }
  return all && span.from < span.until ? std::optional{span.until} : std::nullopt;
}

// What `admit_next` would do with each request that comes before `until`.
void Traffic::refuse_all(GateRoute& route, edge::Gate& gate, edge::State& state, Instant until) {
  for (auto* flow = next_gated(route); flow != nullptr; flow = next_gated(route)) {
    auto const first = flow->counted.all + 1;
    auto const last = total(*flow->flow, until - Duration{1}).all;
    if (last < first) return;
    each_class(by_class(*flow->flow, first - 1, last), [&](RequestClass request_class, auto count) {
      auto const refused = static_cast<std::uint32_t>(count);
      auto const given =
          gate.admit({request_class, refused, bytes_of(request_class)}, arrival_of(*flow, last));
      STUDYLAB_CHECK(given.refused == refused);
      refuse(route, state, given.reason, refused);
    });
    flow->counted = {last, unsafe_of(*flow->flow, last)};
    auto const count = static_cast<std::uint32_t>(last - first + 1);
    note(route, {arrival_of(*flow, first), count, count, count, 0, flow->flow});
  }
}

Traffic::Answered Traffic::admit(GateRoute& route, edge::Gate& gate, edge::State& state,
                                 edge::Arrival const& arrival, Instant at) {
  auto const given = gate.admit(arrival, at);
  if (given.refused == 0) return Answered::held;
  refuse(route, state, given.reason, given.refused);
  note(route, {at, given.refused, given.refused, given.refused, 0});
  return Answered::refused;
}

// Answered by the gate with 503.
void Traffic::refuse(GateRoute& route, edge::State& state, RequestError reason,
                     std::uint32_t count) {
  auto& observation = state.memory.observation;
  auto known = route.rows.find(reason);
  if (known == route.rows.end()) {
    auto const row = observation.row({route.flow.route, ReleaseId{}, 503, reason, {}, {}});
    known = route.rows.emplace(reason, row).first;
  }
  observation.add(known->second, count, route.flow.users);
}

void Traffic::take(GateRoute& route, edge::State& state, edge::Departure const& departure,
                   Instant at) {
  auto const count = departure.tickets.count;
  if (!departure.refusal) {
    // What let them go may just have changed how they are answered.
    if (!answers_as_before(state, at)) ask(route.forwarded, state, at);
    forward(route, state, requests_of(departure.request_class, count), at);
    return;
  }
  refuse(route, state, departure.refusal->reason, count);
  note(route, {at, count, count, 0, 0});
}

void Traffic::take(edge::State& state, std::vector<edge::Departed> const& departed, Instant now) {
  for (auto const& [environment, departure] : departed) {
    for (auto& route : gates_) {
      if (route.environment == environment) take(route, state, departure, now);
    }
  }
}

// Answered as every other request to the route at this moment.
void Traffic::forward(GateRoute& route, edge::State& state, Requests more, Instant at) {
  auto& flow = route.forwarded;
  Requests const reached{flow.counted.all + more.all, flow.counted.unsafe + more.unsafe};
  auto const failed = static_cast<std::uint32_t>(count_to(flow, state, reached, at));
  auto const all = static_cast<std::uint32_t>(more.all);
  bool const refused = refused_on_purpose(flow.mode().reason);
  bool const wrong = flow.mode().owner == ResponseMode::Owner::wrong;
  note(route, {at, all, failed, refused ? failed : 0, wrong ? all : 0});
}

void Traffic::arrive(CohortArrival const& cohort, edge::State& state, Instant now) {
  auto& route = gate_route(cohort.route);
  ask(route.forwarded, state, now);
  for (auto const i : route.flows) ask(flows_[i], state, now);
  settle(route, state, now);
  route.flow.users += cohort.users;
  auto const& mode = route.forwarded.mode();
  bool const at_gate = mode.mix.by() == ResponseMix::By::gate || by_gate(mode.reason);
  auto const arrive = [&](RequestClass request_class, std::uint32_t count) {
    if (count == 0) return;
    if (at_gate) {
      auto& gate = *edge::find_gate(state, route.environment);
      admit(route, gate, state, {request_class, count, head_bytes + cohort.bytes_of_each}, now);
    } else {
      forward(route, state, requests_of(request_class, count), now);
    }
  };
  arrive(RequestClass::safe, cohort.safe);
  arrive(RequestClass::idempotent, cohort.idempotent);
  arrive(RequestClass::unsafe, cohort.unsafe);
  arrive(RequestClass::upgrade, cohort.upgrades);
}

// The edge refuses a whole flow because its wake has failed: the gate counts that too.
void Traffic::count_at_gate(FlowState const& flow, edge::State& state, Requests reached,
                            Instant at) {
  if (flow.declared == nullptr) return;
  auto* gate = edge::find_gate(state, flow.declared->environment);
  if (gate == nullptr || !gate->refuses_all()) return;
  each_class(by_class(*flow.flow, flow.counted.all, reached.all),
             [&](RequestClass request_class, std::uint64_t count) {
               gate->admit({request_class, static_cast<std::uint32_t>(count), 0}, at);
             });
}

// The edge's memory ends, and with it the rows.
void Traffic::lose_waiting(GateRoute& route, edge::State& state, Instant now) {
  route.rows.clear();
  auto const* gate = edge::find_gate(state, route.environment);
  if (gate == nullptr) return;
  std::uint32_t waiting = 0;
  for (auto const& row : gate->rows()) waiting += row.waiting;
  if (waiting > 0) note(route, {now, waiting, waiting, 0, 0});
}

std::optional<Instant> Traffic::next_gate_check(edge::State const& state, Instant now) const {
  std::optional<Instant> next;
  for (auto const& route : gates_) {
    auto const* gate = edge::find_gate(state, route.environment);
    if (gate == nullptr) continue;
    bool const first = gate->next_is_first(now);
    for (auto const i : route.flows) {
      auto const& flow = flows_[i];
      if (flow.mode().mix.by() != ResponseMix::By::gate) continue;
      std::uint64_t need = first ? 1 : 0;
      for (auto const held : {RequestClass::safe, RequestClass::idempotent}) {
        if (first || gate->reached(held)) continue;
        auto const room = gate->room_for(held, bytes_of(held)) / route.flows.size() + 1;
        need = need == 0 ? room : std::min<std::uint64_t>(need, room);
      }
      if (need == 0) continue;
      auto const arrival = arrival_of(flow, flow.counted.all + need);
      auto const at = first ? arrival : std::max(arrival, now + second);
      if (!next || at < *next) next = at;
    }
  }
  return next;
}

// --- what happened ---

void Traffic::note(GateRoute& route, Outcomes const& outcomes) {
  auto& kept = route.outcomes;
  bool const run = outcomes.refused_of != nullptr;
  if (run || kept.empty() || kept.back().at != outcomes.at || kept.back().refused_of != nullptr) {
    kept.push_back(outcomes);
    return;
  }
  kept.back().answered += outcomes.answered;
  kept.back().failed += outcomes.failed;
  kept.back().refused += outcomes.refused;
  kept.back().wrong_release += outcomes.wrong_release;
}

Traffic::Outcomes Traffic::cut(Outcomes const& outcomes, Span span) const {
  auto const before = [&](Instant at) {
    return total(*outcomes.refused_of, std::max(at - Duration{1}, truth_.plan.began)).all;
  };
  auto const first = before(outcomes.at);
  auto const last = first + outcomes.answered;
  auto const from = std::clamp(before(span.from), first, last);
  auto const until = std::clamp(before(span.until), first, last);
  auto inside = outcomes;
  inside.answered = inside.failed = inside.refused = static_cast<std::uint32_t>(until - from);
  return inside;
}

void Traffic::add_gate_spans(RouteKey const& route, Span span, Failing which,
                             std::vector<Span>& out) const {
  Permille const none{1000};
  auto threshold = none;
  for (auto const& gate : gates_) {
    if (gate.flow.route == route) threshold = threshold_of(gate.forwarded);
  }
  Outcomes sum;
  auto const end = [&] {
    bool const over =
        std::uint64_t{sum.failed} * 1000 > std::uint64_t{sum.answered} * threshold.value();
    if (which == Failing::over ? over : sum.refused > 0) {
      out.push_back({std::max(sum.at, span.from), std::min(sum.at + second, span.until)});
    }
  };
  each_outcome(route, span, [&](Outcomes const& outcomes) {
    auto const at = outcomes.at - outcomes.at.time_since_epoch() % second;
    if (at != sum.at) {
      end();
      sum = Outcomes{at, 0, 0, 0, 0};
    }
    sum.answered += outcomes.answered;
    sum.failed += outcomes.failed;
    sum.refused += outcomes.refused;
  });
  end();
}

}  // namespace studylab::world::sim
