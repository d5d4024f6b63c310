#include "skeleton_runbook/operators/expert.h"

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"

namespace studylab::lab::skeleton {
namespace {

std::string show_edge(ExpertView const& view) { return "show edge " + view.notes.alert.edge; }

Line query_edge(ExpertView const& view) {
  if (!view.notes.edges.queried.empty()) return std::nullopt;
  return show_edge(view);
}

constexpr ExpertQuery queries[] = {{edge_query, query_edge}};

FaultClass class_by_facts(Notes const& notes) {
  bool const edited = notes.edges.gap && notes.edges.gap->value == "checksum";
  return edited ? FaultClass::tampered_table : FaultClass::no_fault;
}

std::vector<std::string> clues(Notes const& notes, FaultClass) {
  return {notes.edges.gap ? notes.edges.gap->entry : std::string{}, notes.edges.queried};
}

Line repair_propagation(ExpertView const& view) {
  return fmt::format("repair-propagation {}{}", view.judged->edge,
                     steps::because(view, "the edge gave up its own repair"));
}

constexpr std::string_view at_edge[] = {"repair-propagation"};
constexpr Strategy all[] = {{FaultClass::tampered_table, "repair-propagation", "gap-closed",
                             at_edge, repair_propagation, steps::operation_requested}};

std::span<Strategy const> strategies() { return all; }

constexpr std::string_view object_queries[] = {"show edge {edge}", "show operation "};

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "route-gap",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show incident",
    .query_repaired = show_edge,
    .resolved_by = steps::resolved_by_operation,
};

}  // namespace studylab::lab::skeleton
