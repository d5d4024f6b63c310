#include "lab/grade/facts/errors.h"

#include <algorithm>

namespace studylab::grade {
namespace {

// No program answered, at one edge alone. A silent edge is not evidence against it.
bool one_edge_fails(Run const& run) {
  std::uint32_t failing = 0;
  for (auto const& edge : run.edges) {
    if (edge.by_release >= chance_errors || edge.by_others >= chance_errors) return false;
    if (edge.by_edge >= chance_errors) ++failing;
  }
  return failing == 1;
}

bool is_failed_by_edge(Run const& run, FactEntry const& entry) {
  auto const* seen = find_observation(run, entry.id);
  return seen != nullptr && seen->by_edge > 0 && seen->until > run.incident->since;
}

bool stayed_under(Run const& run) { return !run.over_since_alert; }

bool is_under(Run const& run, FactEntry const& entry) {
  auto const* seen = find_observation(run, entry.id);
  return seen != nullptr && seen->requests > 0 && seen->from >= run.incident->at && !seen->over;
}

// If this run moved nothing, the symptom ends only in the variant without a fault.
bool went_by_itself(Run const& run, Instant at) {
  bool const touched = std::ranges::any_of(
      run.repairs, [](RepairAct const& act) { return static_cast<bool>(act.moved); });
  return !touched && !symptom_present(run, at);
}

bool shows_calm(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* queried = fact_if<Queried>(entry.fact);
  auto const* waited = fact_if<Waited>(entry.fact);
  bool const asks = (queried != nullptr && queried->query == "environment" &&
                     at_incident(run, queried->object)) ||
                    (waited != nullptr && waited->result == WaitResult::reached);
  return asks && went_by_itself(run, entry.at) && stayed_under(run);
}

}  // namespace

bool prints_errors(Run const& run, Queried const& queried) {
  return queried.query == "errors" && at_incident(run, queried.object);
}

constexpr Clue failed_at_one_edge{
    .name = "failed-at-one-edge",
    .words = "at which edge requests fail, and at which not (`show errors ENV`)",
    .command = "show errors ENV",
    .holds = one_edge_fails,
    .carried_by = is_failed_by_edge,
    .printed_by = prints_errors};

constexpr Clue under_threshold{
    .name = "under-threshold",
    .words = "whether errors went on after the alert (`show errors ENV`)",
    .command = "show errors ENV",
    .holds = stayed_under,
    .carried_by = is_under,
    .printed_by = prints_errors,
    .also_shown_by = shows_calm};

}  // namespace studylab::grade
