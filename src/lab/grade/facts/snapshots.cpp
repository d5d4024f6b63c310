#include "lab/grade/facts/snapshots.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

bool is_edge(Run const& run, std::string_view object) {
  return object == to_text(edge_of(*run.incident->opened));
}

SnapshotSeen const* check_in(Run const& run, EntryId entry) {
  auto const& checks = run.gaps.checks;
  auto const found = std::ranges::find(checks, entry, &SnapshotSeen::entry);
  return found == checks.end() ? nullptr : &*found;
}

template <SnapshotVerdict verdict>
bool was_found(Run const& run) {
  return std::ranges::find(run.gaps.checks, verdict, &SnapshotSeen::verdict) !=
         run.gaps.checks.end();
}

template <SnapshotVerdict verdict>
bool finds(Run const& run, FactEntry const& entry) {
  auto const* check = check_in(run, entry.id);
  return check != nullptr && check->verdict == verdict;
}

bool prints_snapshot(Run const& run, Queried const& queried) {
  return queried.query == "snapshot" && is_edge(run, queried.object);
}

// `verify` prints the verdict too.
template <SnapshotVerdict verdict>
bool verifies(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* checked = fact_if<Checked>(entry.fact);
  if (checked == nullptr || checked->verb != "verify" || !is_edge(run, checked->object)) {
    return false;
  }
  return std::ranges::any_of(checked->shown, [&](EntryId id) {
    auto const* shown = find_entry(run, id);
    return shown != nullptr && finds<verdict>(run, *shown);
  });
}

}  // namespace

constexpr Clue snapshot_accepted{
    .name = "snapshot-accepted",
    .words = "whether a fresh snapshot is good (`snapshot EDGE`, `verify EDGE`)",
    .command = "verify EDGE",
    .holds = was_found<SnapshotVerdict::good>,
    .carried_by = finds<SnapshotVerdict::good>,
    .printed_by = prints_snapshot,
    .also_shown_by = verifies<SnapshotVerdict::good>};

constexpr Clue snapshot_stale{
    .name = "snapshot-stale",
    .words = "whether the snapshot is fresh (`verify EDGE`, `show snapshot EDGE`)",
    .command = "verify EDGE",
    .holds = was_found<SnapshotVerdict::stale>,
    .carried_by = finds<SnapshotVerdict::stale>,
    .printed_by = prints_snapshot,
    .also_shown_by = verifies<SnapshotVerdict::stale>};

constexpr Clue snapshot_forged{
    .name = "snapshot-forged",
    .words = "who signed the snapshot (`verify EDGE`, `show snapshot EDGE`)",
    .command = "verify EDGE",
    .holds = was_found<SnapshotVerdict::forged>,
    .carried_by = finds<SnapshotVerdict::forged>,
    .printed_by = prints_snapshot,
    .also_shown_by = verifies<SnapshotVerdict::forged>};

}  // namespace studylab::grade
