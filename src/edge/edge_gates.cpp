// The edge's gates: what it learns about wakes and apps, and what it reports.
#include <algorithm>

#include "edge/input_context.h"

namespace studylab::edge {
namespace {

EnvironmentName const& environment_of(RouteGate const& gate) { return gate.gate.environment(); }

template <class Gates>
auto find(Gates& gates, EnvironmentName const& environment) -> decltype(gates.data()) {
  auto const at = std::ranges::lower_bound(gates, environment, {}, environment_of);
  return at != gates.end() && at->gate.environment() == environment ? &*at : nullptr;
}

void advance(InputContext& context, Gate& gate) {
  std::vector<Departure> departures;
  gate.advance(context.now, departures);
  for (auto& departure : departures) {
    context.out.departed.push_back({gate.environment(), std::move(departure)});
  }
}

void ask_for_wake(InputContext& context, Gate& gate) {
  auto const request_class = gate.wants_wake();
  if (!request_class) return;
  gate.wake_asked();
  WakeAsked fact;
  fact.environment = gate.environment();
  fact.request_class = *request_class;
  context.report(std::move(fact));
}

void report(InputContext& context, RouteGate& gate) {
  advance(context, gate.gate);
  ask_for_wake(context, gate.gate);
  GateReported fact;
  fact.environment = gate.gate.environment();
  fact.operation = gate.gate.operation();
  fact.from = gate.reported_until;
  fact.until = context.now;
  fact.crossing = gate.gate.crossing();
  for (auto const& row : gate.gate.rows()) {
    bool const any = row.waiting + row.joined + row.released + row.refused + row.expired > 0;
    if (any) fact.rows.push_back(row);
  }
  gate.gate.reported();
  gate.reported_until = context.now;
  context.report_soft(std::move(fact));
}

bool wants_report(Gate const& gate) {
  return gate.wants_wake() || gate.crossing() != GateCrossing::none;
}

}  // namespace

Gate* find_gate(State& state, EnvironmentName const& environment) {
  auto* found = find(state.memory.gates, environment);
  return found != nullptr ? &found->gate : nullptr;
}

Gate const* find_gate(State const& state, EnvironmentName const& environment) {
  auto const* found = find(state.memory.gates, environment);
  return found != nullptr ? &found->gate : nullptr;
}

bool gates_want_report(State const& state) {
  return std::ranges::any_of(state.memory.gates,
                             [](RouteGate const& gate) { return wants_report(gate.gate); });
}

void declare_gate(State& state, RoutePolicy const& policy, Instant now) {
  if (!policy.gate) return;
  if (auto* known = find_gate(state, policy.environment)) return known->declare(*policy.gate);
  auto& gates = state.memory.gates;
  auto const at = std::ranges::lower_bound(gates, policy.environment, {}, environment_of);
  gates.insert(at, {policy.route, Gate{policy.environment, *policy.gate}, now});
}

void refresh_gates(InputContext& context) {
  for (auto& [route, gate, since] : context.state.memory.gates) {
    auto const given = answer(context.state, RequestHead{route.value(), {}}, context.now);
    bool const ready = std::holds_alternative<Forward>(given.what);
    gate.set_ready(ready ? given.holds_until : Instant::min(), context.now);
  }
}

void advance_gates(InputContext& context) {
  for (auto& gate : context.state.memory.gates) advance(context, gate.gate);
}

void report_gates(InputContext& context) {
  for (auto& gate : context.state.memory.gates) {
    if (gate.gate.has_rows()) report(context, gate);
    gate.reported_until = context.now;
  }
}

Outcome on(InputContext& context, GatesSeen const&) {
  auto outcome = Outcome::not_over;
  for (auto& gate : context.state.memory.gates) {
    if (!wants_report(gate.gate)) continue;
    if (gate.gate.crossing() != GateCrossing::none) {
      report(context, gate);
    } else {
      ask_for_wake(context, gate.gate);
    }
    outcome = Outcome::done;
  }
  return outcome;
}

Outcome on(InputContext& context, GateAsked const& asked) {
  auto* gate = find(context.state.memory.gates, asked.environment);
  if (gate == nullptr) return Outcome::no_gate;
  report(context, *gate);
  return Outcome::done;
}

Outcome on(InputContext& context, WakeStarted const& started) {
  auto* gate = find_gate(context.state, started.environment);
  if (gate == nullptr) return Outcome::no_gate;
  gate->wake_started({started.operation, started.attempt}, started.deadline);
  ++context.state.version;
  return Outcome::done;
}

Outcome on(InputContext& context, WakeEnded const& ended) {
  auto* gate = find_gate(context.state, ended.environment);
  if (gate == nullptr) return Outcome::no_gate;
  gate->wake_ended({ended.operation, ended.attempt}, ended.outcome, context.now);
  advance(context, *gate);
  ++context.state.version;
  return Outcome::done;
}

}  // namespace studylab::edge
