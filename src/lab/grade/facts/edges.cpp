#include "lab/grade/facts/edges.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

EdgeSeen& seen_edge(Run& run, EdgeId edge) {
  auto const found = std::ranges::find(run.edges, edge, &EdgeSeen::edge);
  if (found != run.edges.end()) return *found;
  auto& seen = run.edges.emplace_back();
  seen.edge = edge;
  return seen;
}

bool is_behind(Run const& run, EdgeSeen const& edge) {
  auto const& incident = *run.incident;
  if (edge.gap) return true;
  return edge.applied < incident.sequence && edge.applied_at > incident.since + propagation;
}

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

// A repair that failed on a bad snapshot leads nowhere: the edge needs another one.
bool gives_baseline(Run const& run, RepairAct const& act) {
  return act.verb == RepairVerb::rebaseline && act.condition == Condition::broken &&
         !used_bad_snapshot(run, act);
}

}  // namespace

void register_edge(Run& run, EdgeId edge) { seen_edge(run, edge); }

void learn_applied(Run& run, EdgeId edge, RouteSequence applied, Instant at) {
  auto& seen = seen_edge(run, edge);
  if (at < seen.applied_at) return;
  seen.applied = applied;
  seen.applied_at = at;
}

void see_gap(Run& run, FactEntry const& entry, EdgeGapSeen const& fact) {
  if (fact.partition != run.incident->environment->partition) return;
  seen_edge(run, fact.edge).gap = entry.id;
}

void see_view(Run& run, EdgeViewReported const& fact) {
  for (auto const& view : fact.partitions) {
    if (view.partition != run.incident->environment->partition) continue;
    learn_applied(run, fact.edge, view.applied, fact.origin.at);
  }
}

void see_resume(Run& run, FactEntry const& entry, EdgeResumed const& fact) {
  bool const incidents = fact.partition == run.incident->environment->partition;
  if (incidents) {
    seen_edge(run, fact.edge).gap = EntryId{};
    learn_applied(run, fact.edge, fact.sequence, fact.origin.at);
  }
  for (auto& repair : run.repairs.acts) {
    if (repair.verb != RepairVerb::rebaseline || repair.edge != fact.edge) continue;
    if (repair.operation != fact.operation) continue;
    if (!repair.moved) repair.moved = entry.id;
    bool const reached = incidents && fact.sequence >= run.incident->sequence;
    if (reached && !repair.effect) repair.effect = entry.id;
    // `resume` has no operation that would end.
    if (!repair.operation && !repair.ended) {
      repair.ended = entry.id;
      repair.ending = Ending::well;
    }
  }
}

void show_edges(Run& run, Queried const& queried) {
  bool const prints = queried.query == "route" || queried.query == "edges" ||
                      queried.query == "edge" || queried.query == "operation";
  if (!prints) return;
  auto const& incident = *run.incident;
  for (auto const id : queried.shown) {
    auto const* entry = find_entry(run, id);
    if (entry == nullptr) continue;
    auto const* view = fact_if<EdgeViewReported>(entry->fact);
    if (view == nullptr) continue;
    for (auto const& one : view->partitions) {
      if (one.partition != incident.environment->partition) continue;
      bool const caught_up = one.applied >= incident.sequence && one.gap == GapCause::none;
      seen_edge(run, view->edge).shown = caught_up ? ViewShown::caught_up : ViewShown::behind;
    }
  }
}

bool is_in_gap(Run const& run, EdgeId edge) {
  auto const found = std::ranges::find(run.edges, edge, &EdgeSeen::edge);
  return found != run.edges.end() && found->gap;
}

Condition condition_of(Run const& run, EdgeId edge) {
  auto const found = std::ranges::find(run.edges, edge, &EdgeSeen::edge);
  if (found == run.edges.end()) return Condition::unknown;
  if (is_behind(run, *found)) return Condition::broken;
  return found->shown == ViewShown::caught_up ? Condition::shown_healthy : Condition::unknown;
}

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
