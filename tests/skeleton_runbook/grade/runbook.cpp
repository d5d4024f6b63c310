#include "skeleton_runbook/grade/runbook.h"

#include <array>

#include "lab/grade/facts/statements.h"
#include "lab/grade/grading.h"

namespace studylab::grade::skeleton {
namespace {

EdgeId edge_of_incident(Run const& run) { return edge_of(*run.incident->opened); }

bool is_open(Run const& run) { return is_in_gap(run, edge_of_incident(run)); }

bool is_gap(Run const& run, FactEntry const& entry) {
  auto const* seen = fact_if<EdgeGapSeen>(entry.fact);
  return seen != nullptr && seen->edge == edge_of_incident(run);
}

bool closes_gap(Run const& run, RepairAct const& act) {
  return act.verb == RepairVerb::rebaseline && act.edge == edge_of_incident(run);
}

EntryId queried_in_time(GradingInput const& input) {
  for (auto const& query : input.run.queries) {
    bool const prints = query.queried != nullptr && prints_edge(input.run, *query.queried);
    if (prints && by_then(query.entry, before_repair(input.run))) return query.entry;
  }
  return EntryId{};
}

constexpr std::array<Clue const*, 1> clues{&edge_in_gap};
constexpr std::array<AcceptedRepair const*, 1> repairs{&gap_closed};
constexpr std::array<RequiredFact const*, 2> required{&edge_queried, &class_in_force};
constexpr std::array<RunbookStep, 1> steps{{{"RG2", "o", &edge_queried}}};

}  // namespace

constexpr Clue edge_in_gap{.name = "edge-in-gap",
                           .words = "which edge has a gap (`show edge EDGE`)",
                           .command = "show edge EDGE",
                           .holds = is_open,
                           .carried_by = is_gap,
                           .printed_by = prints_edge};

constexpr AcceptedRepair gap_closed{.name = "gap-closed",
                                    .command = "repair-propagation EDGE",
                                    .reach = Reach::edge,
                                    .is_led_to_by = closes_gap};

constexpr RequiredFact edge_queried{.name = "edge-queried",
                                    .words = "the edge queried before the first repair",
                                    .advice = "begin with `show edge EDGE`",
                                    .phase = Phase::action,
                                    .done_at = queried_in_time};

constexpr RunbookGrading runbook{
    .id = "route-gap", .clues = clues, .repairs = repairs, .required = required, .steps = steps};

}  // namespace studylab::grade::skeleton
