#include "control/state_machines.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "control/allocations/stages.h"
#include "control/hosts/stages.h"
#include "control/incidents/stages.h"
#include "control/operations/stages.h"

namespace studylab::control {
namespace {

template <class Stage, class Event>
StateMachine machine(std::string name, Stage first,
                     std::span<Transition<Stage, Event> const> table) {
  StateMachine machine{std::move(name), to_text(first), {}};
  for (auto const& row : table) {
    machine.rows.push_back({to_text(row.from), to_text(row.event), to_text(row.to)});
  }
  return machine;
}

// Mermaid draws a diagram's start and end as `[*]`.
std::string diagram(StateMachine const& machine) {
  auto text = fmt::format("\n## {}\n```mermaid\nstateDiagram-v2\n  [*] --> {}\n", machine.name,
                          machine.first);
  for (auto const& row : machine.rows) {
    text += fmt::format("  {} --> {}: {}\n", row.from, row.to, row.event);
  }
  std::vector<std::string_view> ends;
  for (auto const& row : machine.rows) {
    bool const has_way_out = std::ranges::any_of(
        machine.rows, [&](StateMachine::Row const& other) { return other.from == row.to; });
    if (!has_way_out && std::ranges::find(ends, row.to) == ends.end()) ends.push_back(row.to);
  }
  for (auto const& end : ends) text += fmt::format("  {} --> [*]\n", end);
  return text + "```\n";
}

}  // namespace

std::vector<StateMachine> state_machines() {
  std::vector<StateMachine> machines;
  for (std::uint32_t n = 0; n < enum_size<OperationKind>; ++n) {
    auto const table = stages_of(static_cast<OperationKind>(n));
    if (table.transitions.empty()) continue;
    machines.push_back(
        machine(fmt::format("Operation: {}", to_text(table.kind)), table.first, table.transitions));
  }
  machines.push_back(machine("Allocation", first_allocation_stage,
                             std::span<AllocationTransition const>{allocation_stages}));
  machines.push_back(
      machine("Host", first_host_stage, std::span<HostTransition const>{host_stages}));
  machines.push_back(machine("Incident", IncidentStage::none,
                             std::span<IncidentTransition const>{incident_stages}));
  return machines;
}

std::string state_machines_markdown() {
  std::string page =
      R"(# State machines

The life cycles that the control plane keeps, drawn from the tables that its code uses. What a
diagram does not show cannot happen. This page is generated:
`UPDATE_GOLDEN=1 build/release/tests/test_control --gtest_filter='StateMachines.*'`.

An operation's stages are explained in [src/model/enums.h](../src/model/enums.h). A promotion can
also be recorded as `waiting` when a run begins. An operation leaves a stage in which it has ended
only by a retry, or by the rollback that replaces it.
)";
  for (auto const& machine : state_machines()) page += diagram(machine);
  return page;
}

}  // namespace studylab::control
