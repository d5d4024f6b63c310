// Verbs that bring an edge a new baseline.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/operations/operations.h"

namespace studylab::control::edges {
namespace {

using Snapshots = std::vector<FetchedSnapshot const*>;

Snapshots good_snapshots(Edge const& edge) {
  Snapshots good;
  for (auto const& [partition, snapshot] : edge.snapshots) {
    if (snapshot.verdict == SnapshotVerdict::good) good.push_back(&snapshot);
  }
  return good;
}

// The snapshot that a resume at `from` would follow; nullptr if there is none.
FetchedSnapshot const* snapshot_before(Edge const& edge, RouteSequence from) {
  for (auto const& [partition, snapshot] : edge.snapshots) {
    if (from == next(snapshot.fetched.sequence)) return &snapshot;
  }
  return nullptr;
}

std::unexpected<Refusal> not_good(std::string const& edge, FetchedSnapshot const& snapshot) {
  auto const code = refusal_of(snapshot.verdict);
  STUDYLAB_CHECK(code);
  return refuse(*code,
                fmt::format("the snapshot of {} is {}", to_text(snapshot.fetched.partition),
                            to_text(snapshot.verdict)),
                snapshot.verdict == SnapshotVerdict::unverified
                    ? fmt::format("`verify {}`", edge)
                    : fmt::format("`snapshot {}` again", edge));
}

std::string ends_of(Snapshots const& good) {
  std::string text =
      good.size() == 1 ? "the verified snapshot ends at " : "verified snapshots end at ";
  for (auto const* snapshot : good) {
    if (snapshot != good.front()) text += ", ";
    text += fmt::format("{} of {}", snapshot->fetched.sequence.value(),
                        to_text(snapshot->fetched.partition));
  }
  return text;
}

// Whether a good snapshot contains this sequence: the mistake leaves out no event.
bool contained(Snapshots const& good, RouteSequence sequence) {
  return std::ranges::any_of(good, [&](FetchedSnapshot const* snapshot) {
    return sequence <= snapshot->fetched.sequence;
  });
}

std::string modes_to_resume(std::string const& edge, Snapshots const& good) {
  std::string text;
  for (auto const* snapshot : good) {
    if (!text.empty()) text += " or ";
    text +=
        fmt::format("`resume {} --from {}` for {}", edge, snapshot->fetched.sequence.value() + 1,
                    to_text(snapshot->fetched.partition));
  }
  return text;
}

}  // namespace

Decision decide(State const& state, TakeSnapshot const& verb, Act const& act) {
  auto const* edge = edge_of(state, verb.edge);
  if (edge == nullptr) return no_edge(verb.edge);
  auto const names = control_plane_names(state);
  if (verb.from_control.empty() || verb.from_control == names.front()) {
    return single(SnapshotOrdered{edge->id, act});
  }
  if (std::ranges::find(names, verb.from_control) == names.end()) {
    return refuse(RefusalCode::no_such_thing,
                  fmt::format("control plane '{}' does not exist", verb.from_control),
                  fmt::format("`--from {}`", fmt::join(names, "` or `--from ")));
  }
  return single(SnapshotOrderedFrom{edge->id, verb.from_control, act});
}

Decision decide(State const& state, VerifySnapshot const& verb, Act const& act) {
  auto const* edge = edge_of(state, verb.edge);
  if (edge == nullptr) return no_edge(verb.edge);
  if (edge->snapshots.empty()) {
    return refuse(RefusalCode::snapshot_missing,
                  fmt::format("{} has not fetched a snapshot", verb.edge),
                  fmt::format("`snapshot {}`", verb.edge));
  }
  return single(VerifyOrdered{edge->id, act});
}

// One good snapshot is enough, whatever the edge's other snapshots are: the sequence selects the
// partition to resume.
Decision decide(State const& state, Resume const& verb, Act const& act) {
  auto const* edge = edge_of(state, verb.edge);
  if (edge == nullptr) return no_edge(verb.edge);
  if (edge->snapshots.empty()) {
    return refuse(RefusalCode::snapshot_missing,
                  fmt::format("{} has not fetched a snapshot", verb.edge),
                  fmt::format("`snapshot {}`, then `verify {}`", verb.edge, verb.edge));
  }
  auto const good = good_snapshots(*edge);
  if (follows_good_snapshot(*edge, verb.from) || (planted(Guard::rgn1) && !good.empty())) {
    return single(ResumeOrdered{edge->id, verb.from, act});
  }
  auto const* named = snapshot_before(*edge, verb.from);
  if (named == nullptr && good.empty()) named = &edge->snapshots.begin()->second;
  if (named != nullptr) return not_good(verb.edge, *named);
  auto const code =
      contained(good, verb.from) ? RefusalCode::already_applied : RefusalCode::sequence_gap;
  return refuse(code, ends_of(good), modes_to_resume(verb.edge, good));
}

}  // namespace studylab::control::edges
