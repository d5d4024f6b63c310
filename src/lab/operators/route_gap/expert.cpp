#include "lab/operators/route_gap/expert.h"

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/route_gap/cheats.h"
#include "lab/operators/route_gap/parts.h"
#include "lab/operators/route_gap/repairs.h"
#include "lab/operators/route_gap/scripts.h"

namespace studylab::lab::route_gap {
namespace {

using enum FaultClass;

// An edge that has not answered may hide what it is.
constexpr std::uint32_t max_edge_queries = 3;

std::string show_edge(ExpertView const& view) { return "show edge " + view.notes.alert.edge; }

// The gap with its age, the keys in the edge's table, and the gap policies.
Line query_edge(ExpertView const& view) {
  auto const& edges = view.notes.edges;
  bool const ask_again = !edges.answered && edges.queries < max_edge_queries;
  if (!edges.queried.empty() && !ask_again) return std::nullopt;
  return show_edge(view);
}

Line query_allocations(ExpertView const& view) {
  if (!view.notes.allocations.queried.empty()) return std::nullopt;
  return "show allocations " + view.notes.alert.environment;
}

constexpr ExpertQuery queries[] = {
    {edge_query, query_edge},         {Part::route_query, steps::query_route},
    {{}, steps::query_environment},   {allocations_query, query_allocations},
    {verification, fetch_and_verify},
};

bool restarted_since(EdgeNotes const& edges) {
  auto const started = parse_instant(edges.started.value);
  return started && *started > edges.gap_since;
}

FaultClass class_by_facts(Notes const& notes) {
  auto const& edges = notes.edges;
  if (!edges.gap) return no_fault;
  if (edges.gap->value == "checksum" || edges.differing) return tampered_table;
  auto const& verdict = notes.snapshots.verdict;
  if (verdict == "snapshot_stale") return stale_snapshot;
  if (verdict == "snapshot_forged") return forged_snapshot;
  return restarted_since(edges) ? edge_restart : missing_event;
}

std::vector<std::string> clues(Notes const& notes, FaultClass fault_class) {
  auto const& edges = notes.edges;
  auto const& verdict = notes.snapshots.verdict_entry;
  switch (fault_class) {
    case no_fault: return {edges.resumed_entry, edges.queried};
    case tampered_table: return {edges.queried, edges.gap_entry};
    case edge_restart: return {verdict, edges.started.entry};
    case missing_event: {
      auto const& allocations = notes.allocations;
      auto const& state =
          allocations.ended_entry.empty() ? allocations.ready_entry : allocations.ended_entry;
      return {edges.started.entry, state, verdict, edges.gap_entry};
    }
    default: return {verdict, edges.gap_entry};
  }
}

// The note that gathers the evidence, once security has answered.
Line finish(ExpertView const& view) {
  auto const& people = view.notes.people;
  if (!people.team_notice.empty() && people.team_answer.empty()) {
    if (view.notes.last_command.starts_with("wait")) return "show incident";
    return fmt::format("wait --for {} --at-most 10m", people.team_notice);
  }
  bool const noted = view.notes.notes_taken > 0;
  bool const silent = view.without(note) || view.without(Part::close_refs);
  if (noted || silent || view.notes.edges.gap_entry.empty()) return std::nullopt;
  return fmt::format("note \"the gap, the accepted snapshot and the resumption\"{}",
                     steps::refs({view.notes.edges.gap_entry, view.notes.snapshots.good_entry,
                                  view.notes.edges.resumed_entry}));
}

// `{next}`: after the latest snapshot. `{declared}`: back to the declared gap policy.
void fill(ExpertView const& view, std::string& line) {
  auto const& notes = view.notes;
  steps::fill_in(line, "{next}", std::to_string(notes.snapshots.sequence + 1));
  auto policy = fmt::format("gap-policy {} {}", notes.alert.environment, notes.edges.policy);
  if (notes.edges.policy == "last-verified") policy += " --max-age " + notes.edges.policy_age;
  steps::fill_in(line, "{declared}", policy);
}

constexpr std::string_view object_queries[] = {"show edge {edge}"};

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "route-gap",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .lift = finish,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show incident",
    .query_repaired = show_edge,
    .resolved_by = steps::resolved_by_operation,
    .fill = fill,
    .operators = cheats,
    .scripts = scripts,
};

}  // namespace studylab::lab::route_gap
