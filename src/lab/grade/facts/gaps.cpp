#include "lab/grade/facts/gaps.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

EdgeId edge_of_incident(Run const& run) { return edge_of(*run.incident->opened); }

bool is_of_gap(Run const& run, EdgeId edge, PartitionId partition) {
  return edge == edge_of_incident(run) && partition == run.incident->environment->partition;
}

// The view of the incident's partition that the entry reports; nullptr: it is another entry.
PartitionView const* view_in(Run const& run, FactEntry const& entry) {
  auto const* view = fact_if<EdgeViewReported>(entry.fact);
  if (view == nullptr || view->edge != edge_of_incident(run)) return nullptr;
  auto const found = std::ranges::find(view->partitions, run.incident->environment->partition,
                                       &PartitionView::partition);
  return found == view->partitions.end() ? nullptr : &*found;
}

bool touched(Run const& run) {
  return std::ranges::any_of(
      run.repairs.acts, [](RepairAct const& act) { return act.verb == RepairVerb::rebaseline; });
}

void see_start(Run& run, FactEntry const& entry, EdgeId edge) {
  if (edge != edge_of_incident(run)) return;
  auto& gaps = run.gaps;
  (gaps.seen ? gaps.restarted : gaps.started) = entry.id;
}

void see_resumed(Run& run, FactEntry const& entry, EdgeResumed const& fact) {
  if (!is_of_gap(run, fact.edge, fact.partition) || !run.gaps.seen) return;
  run.gaps.resumed = entry.id;
  if (!touched(run) && !run.gaps.healed) run.gaps.healed = entry.id;
}

// --- the gap and the table ---

// Only the edge's own view shows its table. The report of the gap is the alert's symptom.

bool misses_event(Run const& run) {
  return run.gaps.gap != nullptr && run.gaps.gap->cause != GapCause::checksum;
}

bool shows_missing_event(Run const& run, FactEntry const& entry) {
  auto const* view = view_in(run, entry);
  return view != nullptr && view->gap != GapCause::none && view->computed == view->expected;
}

bool has_other_table(Run const& run) {
  auto const* gap = run.gaps.gap;
  return gap != nullptr && gap->cause == GapCause::checksum && gap->seen <= gap->applied;
}

bool shows_other_table(Run const& run, FactEntry const& entry) {
  auto const* view = view_in(run, entry);
  return view != nullptr && view->computed != view->expected;
}

// --- the edge itself ---

bool stayed_up(Run const& run) { return run.gaps.seen && !run.gaps.restarted; }

bool is_earlier_start(Run const& run, FactEntry const& entry) {
  return entry.id == run.gaps.started;
}

bool restarted(Run const& run) { return static_cast<bool>(run.gaps.restarted); }

bool is_restart(Run const& run, FactEntry const& entry) {
  auto const* started = fact_if<EdgeStarted>(entry.fact);
  return started != nullptr && started->edge == edge_of_incident(run) && entry.id > run.gaps.seen;
}

// --- the end of the gap ---

bool healed(Run const& run) { return static_cast<bool>(run.gaps.healed); }

bool shows_end(Run const& run, FactEntry const& entry) {
  if (!run.gaps.healed) return false;
  if (entry.id == run.gaps.healed) return true;
  auto const* view = view_in(run, entry);
  return view != nullptr && entry.id > run.gaps.healed && view->gap == GapCause::none;
}

// If this run repaired nothing, the gap ends only in the variant without a fault.
bool waits_it_out(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* waited = fact_if<Waited>(entry.fact);
  return waited != nullptr && waited->result == WaitResult::reached && healed(run) && !touched(run);
}

}  // namespace

void see_gap_fact(Run& run, FactEntry const& entry) {
  if (auto const* registered = fact_if<EdgeRegistered>(entry.fact)) {
    see_start(run, entry, registered->edge);
  } else if (auto const* started = fact_if<EdgeStarted>(entry.fact)) {
    see_start(run, entry, started->edge);
  } else if (auto const* seen = fact_if<EdgeGapSeen>(entry.fact)) {
    if (run.gaps.seen || !is_of_gap(run, seen->edge, seen->partition)) return;
    run.gaps.seen = entry.id;
    run.gaps.gap = seen;
  } else if (auto const* fetched = fact_if<SnapshotFetched>(entry.fact)) {
    if (is_of_gap(run, fetched->edge, fetched->partition)) run.gaps.fetched = entry.id;
  } else if (auto const* checked = fact_if<SnapshotChecked>(entry.fact)) {
    if (!is_of_gap(run, checked->edge, checked->partition)) return;
    run.gaps.checks.push_back({entry.id, checked->verdict, checked->sequence});
    if (checked->verdict == SnapshotVerdict::good) run.gaps.verified = entry.id;
  } else if (auto const* resumed = fact_if<EdgeResumed>(entry.fact)) {
    see_resumed(run, entry, *resumed);
  }
}

bool used_bad_snapshot(Run const& run, RepairAct const& act) {
  return act.ending == Ending::failed &&
         std::ranges::any_of(run.gaps.checks, [&](SnapshotSeen const& check) {
           return check.verdict != SnapshotVerdict::good && check.entry > act.entry &&
                  by_then(check.entry, act.ended);
         });
}

bool prints_edge(Run const& run, Queried const& queried) {
  return queried.query == "edges" ||
         (queried.query == "edge" && queried.object == to_text(edge_of_incident(run)));
}

constexpr Clue event_missing{
    .name = "event-missing",
    .words = "which events the edge misses, and whether its table is intact (`show edge EDGE`)",
    .command = "show edge EDGE",
    .holds = misses_event,
    .carried_by = shows_missing_event,
    .printed_by = prints_edge};

constexpr Clue table_differs{
    .name = "table-differs",
    .words = "whether the edge's table is the one that it applied (`show edge EDGE`)",
    .command = "show edge EDGE",
    .holds = has_other_table,
    .carried_by = shows_other_table,
    .printed_by = prints_edge};

constexpr Clue up_since_before_gap{.name = "up-since-before-gap",
                                   .words = "since when the edge is up (`show edge EDGE`)",
                                   .command = "show edge EDGE",
                                   .holds = stayed_up,
                                   .carried_by = is_earlier_start,
                                   .printed_by = prints_edge};

constexpr Clue restarted_in_gap{.name = "restarted-in-gap",
                                .words = "since when the edge is up (`show edge EDGE`)",
                                .command = "show edge EDGE",
                                .holds = restarted,
                                .carried_by = is_restart,
                                .printed_by = prints_edge};

constexpr Clue gap_over{
    .name = "gap-over",
    .words = "whether the gap is open, and how old the baseline is (`show edge EDGE`)",
    .command = "show edge EDGE",
    .holds = healed,
    .carried_by = shows_end,
    .printed_by = prints_edge,
    .also_shown_by = waits_it_out};

}  // namespace studylab::grade
