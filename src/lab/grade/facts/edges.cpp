#include "lab/grade/facts/edges.h"

#include <algorithm>

namespace studylab::grade {
namespace {

bool one_edge_is_behind(Run const& run) {
  auto const& incident = *run.incident;
  std::uint32_t behind = 0;
  for (auto const& edge : run.edges) {
    bool const heard_since = edge.applied_at > incident.since + propagation;
    if (heard_since && edge.applied < incident.sequence) ++behind;
  }
  return behind == 1;
}

bool has_lower_sequence(Run const& run, FactEntry const& entry) {
  auto const& incident = *run.incident;
  if (fact_if<AutoRepairGaveUp>(entry.fact) != nullptr) return true;
  if (auto const* seen = find_observation(run, entry.id)) {
    return seen->applied.value() != 0 && seen->applied < incident.sequence &&
           seen->until > incident.since + propagation;
  }
  auto const* view = fact_if<EdgeViewReported>(entry.fact);
  if (view == nullptr || view->origin.at <= incident.since + propagation) return false;
  return std::ranges::any_of(view->partitions, [&](PartitionView const& one) {
    return one.partition == incident.environment->partition && one.applied < incident.sequence;
  });
}

bool prints_edges(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  if (query == "route") return queried.object == route_of(*run.incident->opened).value();
  return query == "edges" || query == "edge" || query == "operation";
}

bool gives_baseline(Run const&, RepairAct const& act) {
  return act.verb == RepairVerb::rebaseline && act.condition == Condition::broken;
}

}  // namespace

constexpr Clue edge_behind{.name = "edge-behind",
                           .words = "how far each edge has come (`show route ROUTE --edges`)",
                           .command = "show route ROUTE --edges",
                           .holds = one_edge_is_behind,
                           .carried_by = has_lower_sequence,
                           .printed_by = prints_edges};

constexpr AcceptedRepair edge_has_new_baseline{.name = "edge-has-new-baseline",
                                               .command = "repair-propagation EDGE",
                                               .reach = Reach::edge,
                                               .is_led_to_by = gives_baseline};

}  // namespace studylab::grade
