// Edges' reports.
#include <fmt/format.h>

#include "control/decision.h"
#include "control/edges/edges.h"
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
  return from_edge(state, f);
}

}  // namespace

Decision decide(State const& state, EdgeFact const& fact) {
  return match(
      fact, [&](RequestsObserved const& f) { return observed(state, f); },
      [&](EdgeStarted const& f) { return from_edge(state, f); },
      [&](EdgeViewReported const& f) { return from_edge(state, f); },
      [&](EdgeGapSeen const& f) { return from_edge(state, f); },
      [&](SnapshotFetched const& f) { return from_edge(state, f); },
      [&](SnapshotChecked const& f) { return from_edge(state, f); },
      [&](EdgeResumed const& f) { return from_edge(state, f); },
      [&](AutoRepairGaveUp const& f) { return from_edge(state, f); },
      [&](GapPolicyApplied const& f) { return from_edge(state, f); },
      // Only operators create these facts.
      [](GapPolicySet const&) { return no_facts(); },
      [](SnapshotOrdered const&) { return no_facts(); },
      [](VerifyOrdered const&) { return no_facts(); },
      [](ResumeOrdered const&) { return no_facts(); });
}

}  // namespace studylab::control::edges
