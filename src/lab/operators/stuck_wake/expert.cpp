#include "lab/operators/stuck_wake/expert.h"

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/stuck_wake/cheats.h"
#include "lab/operators/stuck_wake/parts.h"
#include "lab/operators/stuck_wake/repairs.h"
#include "lab/operators/stuck_wake/scripts.h"

namespace studylab::lab::stuck_wake {
namespace {

using enum FaultClass;

// A failing readiness probe is given half a minute.
constexpr std::uint32_t max_operation_queries = 16;
constexpr std::uint32_t max_binding_queries = 10;

// Until the first attempt has ended.
Line query_operation(ExpertView const& view) {
  auto const& notes = view.notes;
  auto const line = "show operation " + notes.alert.operation;
  if (notes.operations.queried.empty()) return line;
  auto const& wakes = notes.wakes;
  bool const ended = !wakes.ready.empty() || !wakes.failed.empty() || !wakes.unplaced.empty();
  if (ended || notes.operations.queries >= max_operation_queries) return std::nullopt;
  if (notes.last_command.starts_with("wait")) return line;
  return "wait 5s";
}

// Until the monitor has probed them: without a probe they may be as the last one left them.
Line query_bindings(ExpertView const& view) {
  auto const& bindings = view.notes.bindings;
  auto const line = "show bindings " + view.notes.alert.environment;
  if (bindings.queried.empty()) return line;
  if (!bindings.probe_entry.empty() || bindings.queries >= max_binding_queries) return std::nullopt;
  return view.notes.last_command.starts_with("wait") ? line : "wait 5s";
}

Line query_artifact(ExpertView const& view) {
  if (!view.notes.artifacts.queried.empty()) return std::nullopt;
  auto const digest = release_digest(view.notes);
  if (digest.empty()) return std::nullopt;
  return "show artifact " + digest;
}

Line query_hosts(ExpertView const& view) {
  if (!view.notes.hosts.queried.empty()) return std::nullopt;
  return "show hosts";
}

Line query_gate(ExpertView const& view) {
  if (!view.notes.wakes.gate_queried.empty()) return std::nullopt;
  return "show gate " + view.notes.alert.environment;
}

// The wake and its attempts first, then each cause that a stage can have; logs are not needed.
constexpr ExpertQuery queries[] = {
    {Part::operation_query, query_operation},
    {Part::bindings_query, query_bindings},
    {artifact_query, steps::query_releases},
    {artifact_query, query_artifact},
    {hosts_query, query_hosts},
    {gate_query, query_gate},
};

FaultClass class_by_facts(Notes const& notes) {
  if (!notes.wakes.ready.empty()) return no_fault;
  if (!notes.artifacts.intact) return artifact_pull;
  if (!notes.bindings.unusable.empty()) return secrets;
  if (!notes.bindings.gone.empty()) return bindings;
  if (!notes.wakes.unplaced.empty() && !notes.wakes.placed) return capacity;
  return readiness;
}

std::vector<std::string> clues(Notes const& notes, FaultClass fault_class) {
  auto const& wakes = notes.wakes;
  switch (fault_class) {
    case no_fault: return {wakes.ready, notes.operations.queried};
    case artifact_pull: return {notes.artifacts.entry, notes.artifacts.queried};
    case secrets: return {notes.bindings.secret_entry, notes.bindings.queried};
    case bindings: return {notes.bindings.probe_entry, notes.bindings.queried};
    case capacity: return {wakes.unplaced, notes.hosts.queried};
    default: break;
  }
  return {wakes.failed, notes.artifacts.entry, notes.bindings.secret_entry,
          notes.bindings.probe_entry};
}

constexpr std::string_view object_queries[] = {"show operation ", "show bindings ",
                                               "show route {route}"};

std::string query_repaired(ExpertView const& view) {
  auto const operation = steps::repair_operation(view);
  return "show operation " + (operation.empty() ? view.notes.alert.operation : operation);
}

// The wake of the alert, if it got ready without another command.
std::string resolved_by(ExpertView const& view) {
  if (auto entry = steps::resolved_by_operation(view); !entry.empty()) return entry;
  auto const& entries = view.notes.operations.entries;
  auto const found = entries.find(view.notes.alert.operation);
  return found == entries.end() ? std::string{} : found->second;
}

void fill(ExpertView const& view, std::string& line) {
  auto const target = rollback_target(view);
  steps::fill_in(line, "{target}", target.empty() ? "rel-0" : target);
  auto const& unusable = view.notes.bindings.unusable;
  steps::fill_in(line, "{secret}", unusable.empty() ? view.notes.bindings.first : unusable);
  auto const& cordoned = view.notes.hosts.cordoned;
  steps::fill_in(line, "{cordoned}", cordoned.empty() ? "host-1" : cordoned);
}

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "stuck-wake",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show gate {environment}",
    .query_repaired = query_repaired,
    .resolved_by = resolved_by,
    .fill = fill,
    .operators = cheats,
    .scripts = scripts,
};

}  // namespace studylab::lab::stuck_wake
