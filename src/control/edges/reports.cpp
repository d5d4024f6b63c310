// Edges' reports.
#include <fmt/format.h>

#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/edges/gap_record.h"
#include "control/operations/operations.h"

namespace studylab::control::edges {
namespace {

// The unknown object that an edge's report names. Such a report is recorded and changes nothing
// else.
template <class F>
std::optional<std::string> unknown_thing(State const& state, F const& f) {
  if (!state.edges.contains(f.edge)) return to_text(f.edge);
  if constexpr (requires { f.partition; }) {
    if (!state.partitions.contains(f.partition)) return to_text(f.partition);
  }
  if constexpr (requires { f.operation; }) {
    if (f.operation && !state.operations.contains(f.operation)) return to_text(f.operation);
  }
  return std::nullopt;
}

template <class F>
Decision from_edge(State const& state, F const& f) {
  auto const unknown = unknown_thing(state, f);
  if (!unknown) return single(f);
  return operations::late({}, {}, fmt::format("{}: {} does not exist", F::fact_kind.name, *unknown),
                          f.origin);
}

Decision observed(State const& state, RequestsObserved const& f) {
  // After the incident has opened, errors are reported per interval only; the edge keeps counting.
  if (f.crossing == Crossing::yes && state.incident) return no_facts();
  auto decision = from_edge(state, f);
  auto const edge = state.edges.find(f.edge);
  if (!decision || edge == state.edges.end()) return decision;
  // All requests of a gap have been reported once an observation ends after it.
  for (auto const& [partition, mark] : edge->second.gap_marks) {
    if (!mark.ended_at || f.until < *mark.ended_at) continue;
    decision->push_back(make_fact(record_of(state, mark, &f)));
  }
  return decision;
}

// A gap that follows another one before that one's record completes the record.
Decision saw_gap(State const& state, EdgeGapSeen const& f) {
  auto decision = from_edge(state, f);
  auto const edge = state.edges.find(f.edge);
  if (!decision || edge == state.edges.end()) return decision;
  auto const mark = edge->second.gap_marks.find(f.partition);
  if (mark == edge->second.gap_marks.end() || !mark->second.ended_at) return decision;
  decision->insert(decision->begin(), make_fact(record_of(state, mark->second, nullptr)));
  return decision;
}

}  // namespace

Decision decide(State const& state, EdgeFact const& fact) {
  return match(
      fact, [&](RequestsObserved const& f) { return observed(state, f); },
      [&](EdgeStarted const& f) { return from_edge(state, f); },
      [&](EdgeViewReported const& f) { return from_edge(state, f); },
      [&](EdgeGapSeen const& f) { return saw_gap(state, f); },
      [&](SnapshotFetched const& f) { return from_edge(state, f); },
      [&](SnapshotChecked const& f) { return from_edge(state, f); },
      [&](EdgeResumed const& f) { return from_edge(state, f); },
      [&](AutoRepairGaveUp const& f) { return from_edge(state, f); },
      [&](GapPolicyApplied const& f) { return from_edge(state, f); },
      [&](SnapshotFetchFailed const& f) { return from_edge(state, f); },
      // Only operators and the control plane itself create these facts.
      [](GapPolicySet const&) { return no_facts(); },
      [](SnapshotOrdered const&) { return no_facts(); },
      [](SnapshotOrderedFrom const&) { return no_facts(); },
      [](EdgeGapRecorded const&) { return no_facts(); },
      [](VerifyOrdered const&) { return no_facts(); },
      [](ResumeOrdered const&) { return no_facts(); });
}

}  // namespace studylab::control::edges
