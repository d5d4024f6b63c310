#include <algorithm>

#include "control/edges/edges.h"
#include "control/edges/gap_policy.h"
#include "control/edges/gap_record.h"
#include "control/incidents/incidents.h"
#include "control/wakes/wakes.h"

namespace studylab::control::edges {
namespace {

// Counts the requests that the edge refused because of a gap.
void count_refused(State const& state, Edge& edge, RequestsObserved const& fact) {
  for (auto& [partition, mark] : edge.gap_marks) mark.refused += refused_in(state, fact, partition);
}

void observed(State& state, RequestsObserved const& fact, EntryRef at) {
  state.observations.push_back(at.id);
  auto& edge = at_key(state.edges, fact.edge);
  if (fact.until >= edge.observed_until) {
    edge.applied = fact.applied;
    edge.observed_entry = at.id;
    edge.observed_until = fact.until;
  }
  count_refused(state, edge, fact);
  incidents::observe(state, fact, at);
  wakes::observe(state, fact);
}

void see_view(State& state, EdgeViewReported const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  if (fact.origin.at < edge.view_at) return;
  edge.view.clear();
  for (auto const& view : fact.partitions) edge.view[view.partition] = view;
  edge.view_entry = at.id;
  edge.view_at = fact.origin.at;
}

// A new cause in an open gap does not begin another one.
void see_gap(State& state, EdgeGapSeen const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  edge.gaps[fact.partition] = fact;
  edge.gap_entry = at.id;
  edge.gap_changes[fact.partition] = at;
  auto const mark = edge.gap_marks.find(fact.partition);
  if (mark == edge.gap_marks.end() || mark->second.ended_at) {
    edge.gap_marks[fact.partition] = GapMark{fact, at.id, {}, {}, {}, 0};
  }
}

void end_mark(Edge& edge, EdgeResumed const& fact, EntryRef at) {
  auto const mark = edge.gap_marks.find(fact.partition);
  if (mark == edge.gap_marks.end() || mark->second.ended_at) return;
  auto const snapshot = edge.snapshots.find(fact.partition);
  mark->second.ended_at = fact.origin.at;
  mark->second.resumed_entry = at.id;
  if (snapshot != edge.snapshots.end()) mark->second.snapshot_entry = snapshot->second.entry;
}

void acknowledge(Edge& edge, PartitionId partition, RouteSequence sequence) {
  for (auto& applied : edge.applied) {
    if (applied.partition == partition) applied.sequence = std::max(applied.sequence, sequence);
  }
}

// An order to resume stays open while it follows a good snapshot of the edge: until the last such
// snapshot is live, replaced or found bad.
void end_resume(Edge& edge) {
  if (edge.resume && !follows_good_snapshot(edge, edge.resume->from)) edge.resume.reset();
}

void resumed(State& state, EdgeResumed const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  if (edge.gaps.erase(fact.partition) > 0) edge.gap_changes[fact.partition] = at;
  edge.gap_entry = at.id;
  end_mark(edge, fact, at);
  edge.snapshots.erase(fact.partition);
  end_resume(edge);
  edge.resume_entry = at.id;
  acknowledge(edge, fact.partition, fact.sequence);
  if (!fact.operation) return;
  auto& operation = at_key(state.operations, fact.operation);
  if (auto* repair = std::get_if<kinds::EdgeRepair>(&operation.as)) repair->resumed_entry = at.id;
}

void gave_up(State& state, AutoRepairGaveUp const& fact) {
  if (!fact.operation) return;
  auto& operation = at_key(state.operations, fact.operation);
  if (auto* repair = std::get_if<kinds::EdgeRepair>(&operation.as)) repair->gave_up = true;
  if (changes_owner(operation)) owner_change(operation).gave_up = true;
}

void fetched(State& state, SnapshotFetched const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  edge.snapshots[fact.partition] = FetchedSnapshot{fact, at.id, SnapshotVerdict::unverified, {}};
  edge.snapshot_order = EntryId{};
  end_resume(edge);
}

void snapshot_checked(State& state, SnapshotChecked const& fact, EntryRef at) {
  auto& edge = at_key(state.edges, fact.edge);
  auto const snapshot = edge.snapshots.find(fact.partition);
  if (snapshot != edge.snapshots.end()) {
    snapshot->second.verdict = fact.verdict;
    snapshot->second.verdict_entry = at.id;
  }
  edge.verify_order = EntryId{};
  end_resume(edge);
}

void order_snapshot(State& state, EdgeId id, std::string const& control, EntryRef at) {
  auto& edge = at_key(state.edges, id);
  edge.snapshot_order = at.id;
  edge.snapshot_from = control;
}

}  // namespace

void fold(State& state, ControlPlaneRegistered const& fact, EntryRef at) {
  state.control_planes.push_back({fact.control, fact.key_id, at.id});
}

void fold(State& state, KeyReplaced const& fact, EntryRef at) {
  for (auto& plane : state.control_planes) {
    if (plane.name == fact.holder) plane = {fact.holder, fact.issued, at.id};
  }
}

void fold(State& state, EdgeRegistered const& fact, EntryRef at) {
  Edge edge;
  edge.id = fact.edge;
  edge.boot = fact.boot;
  edge.started = fact.started;
  edge.entry = at.id;
  state.edges[fact.edge] = std::move(edge);
}

void fold(State& state, EdgeFact const& fact, EntryRef at) {
  match(
      fact, [&](RequestsObserved const& f) { observed(state, f, at); },
      [&](EdgeStarted const& f) {
        auto& edge = at_key(state.edges, f.edge);
        edge.boot = f.origin.boot;
        edge.started = f.origin.at;
        edge.entry = at.id;
      },
      [&](EdgeViewReported const& f) { see_view(state, f, at); },
      [&](EdgeGapSeen const& f) {
        see_gap(state, f, at);
        incidents::observe(state, f);
      },
      [&](SnapshotFetched const& f) { fetched(state, f, at); },
      [&](SnapshotChecked const& f) { snapshot_checked(state, f, at); },
      [&](EdgeResumed const& f) { resumed(state, f, at); },
      [&](AutoRepairGaveUp const& f) { gave_up(state, f); },
      [&](GapPolicySet const& f) { fold(state, f, at); },
      [&](GapPolicyApplied const& f) { fold(state, f); },
      [&](SnapshotOrdered const& f) { order_snapshot(state, f.edge, {}, at); },
      [&](SnapshotOrderedFrom const& f) { order_snapshot(state, f.edge, f.control, at); },
      [&](SnapshotFetchFailed const& f) { at_key(state.edges, f.edge).snapshot_order = EntryId{}; },
      [&](EdgeGapRecorded const& f) {
        auto& edge = at_key(state.edges, f.edge);
        edge.gap_marks.erase(f.partition);
        edge.gap_records[f.partition] = at.id;
      },
      [&](VerifyOrdered const& f) { at_key(state.edges, f.edge).verify_order = at.id; },
      [&](ResumeOrdered const& f) {
        auto& edge = at_key(state.edges, f.edge);
        edge.resume = f;
        edge.resume_entry = at.id;
      });
}

}  // namespace studylab::control::edges
