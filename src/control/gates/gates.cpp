// What the gates of sleeping environments report.
#include "control/gates/gates.h"

#include <fmt/format.h>

#include "control/decision.h"
#include "control/operations/operations.h"

namespace studylab::control::gates {

Decision decide(State const& state, GateReported const& report) {
  bool const known = state.edges.contains(report.edge) &&
                     state.sleep_policies.contains(report.environment) &&
                     (!report.operation || state.operations.contains(report.operation));
  if (known) return single(report);
  return operations::late({}, {},
                          fmt::format("GateReported: {} has no gate of {}", to_text(report.edge),
                                      report.environment.value()),
                          report.origin);
}

void fold(State& state, SleepPolicyDeclared const& fact, EntryRef at) {
  state.sleep_policies[fact.environment] = {fact, at.id, {}};
}

void fold(State& state, GateReported const& fact, EntryRef at) {
  auto& gate = at_key(state.sleep_policies, fact.environment).gates[fact.edge];
  gate.last = fact;
  gate.entry = at.id;
  for (auto const& row : fact.rows) {
    auto& totals = gate.totals[static_cast<std::size_t>(row.request_class)];
    totals.joined += row.joined;
    totals.released += row.released;
    totals.refused += row.refused;
    totals.expired += row.expired;
  }
  if (fact.crossing != GateCrossing::bound) return;
  gate.bound_at = fact.until;
  gate.bound_entry = at.id;
}

}  // namespace studylab::control::gates
