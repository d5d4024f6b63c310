#include "lab/grade/route_gap/steps.h"

#include <algorithm>

#include "lab/grade/grading.h"

namespace studylab::grade::route_gap {
namespace {

// --- the finding step ---

bool prints_policy(Run const& run, Queried const& queried) {
  return prints_edge(run, queried) ||
         (queried.query == "environment" && at_incident(run, queried.object));
}

// The owners in the edge's own table.
bool is_view(Run const& run, FactEntry const& entry) {
  auto const* view = fact_if<EdgeViewReported>(entry.fact);
  return view != nullptr && view->edge == edge_of(*run.incident->opened);
}

bool is_gap(Run const& run, FactEntry const& entry) {
  return entry.id == run.gaps.seen || (run.gaps.healed && entry.id == run.gaps.healed) ||
         is_view(run, entry);
}

// A policy is printed with the entry that declared or set it.
bool is_policy(Run const& run, FactEntry const& entry) {
  auto const* declared = fact_if<EnvironmentDeclared>(entry.fact);
  auto const* set = fact_if<GapPolicySet>(entry.fact);
  return (declared != nullptr && is_incident(run, declared->environment)) ||
         (set != nullptr && is_incident(run, set->environment));
}

using Prints = bool (*)(Run const&, Queried const&);
using IsIt = bool (*)(Run const&, FactEntry const&);

EntryId first_shown(Run const& run, Prints prints, IsIt is_it) {
  for (auto const& query : run.queries) {
    if (query.queried == nullptr || !prints(run, *query.queried)) continue;
    bool const shows = std::ranges::any_of(query.queried->shown, [&](EntryId id) {
      auto const* entry = find_entry(run, id);
      return entry != nullptr && is_it(run, *entry);
    });
    if (shows) return query.entry;
  }
  return EntryId{};
}

EntryId read_in_time(GradingInput const& input) {
  auto const& run = input.run;
  auto const due = finding_due(run);
  auto const policy = first_shown(run, prints_policy, is_policy);
  auto const keys = first_shown(run, prints_edge, is_view);
  auto const age = first_shown(run, prints_edge, is_gap);
  bool const all = by_then(policy, due) && by_then(keys, due) && by_then(age, due);
  return all ? std::max({policy, keys, age}) : EntryId{};
}

// --- the new baseline ---

EdgeResumed const* resumption(Run const& run) {
  auto const* entry = find_entry(run, run.gaps.resumed);
  return entry == nullptr ? nullptr : fact_if<EdgeResumed>(entry->fact);
}

// Of the incident's edge: the latest of its kind before it resumed that `is_it` accepts.
template <class F>
EntryId before_resumption(Run const& run, bool (*is_it)(F const&)) {
  auto const* resumed = resumption(run);
  if (resumed == nullptr) return EntryId{};
  for (auto number = run.gaps.resumed.number; number > 0; --number) {
    auto const& entry = run.entries[number - 1];
    auto const* fact = fact_if<F>(entry.fact);
    if (fact == nullptr || fact->edge != resumed->edge) continue;
    if (fact->partition != resumed->partition || fact->sequence != resumed->sequence) continue;
    if (is_it(*fact)) return entry.id;
  }
  return EntryId{};
}

bool is_any(SnapshotFetched const&) { return true; }
bool is_good(SnapshotChecked const& checked) { return checked.verdict == SnapshotVerdict::good; }

EntryId fetched(Run const& run) { return before_resumption<SnapshotFetched>(run, is_any); }
EntryId verified(Run const& run) { return before_resumption<SnapshotChecked>(run, is_good); }

EntryId fetched_for_baseline(GradingInput const& input) { return fetched(input.run); }
EntryId verified_for_baseline(GradingInput const& input) { return verified(input.run); }

EntryId resumed_at_next(GradingInput const& input) {
  auto const* resumed = resumption(input.run);
  bool const exact = resumed != nullptr && resumed->delivered == resumed->sequence;
  return exact ? input.run.gaps.resumed : EntryId{};
}

// --- the evidence ---

bool is_record(Run const& run, FactEntry const& entry) {
  auto const* record = fact_if<EdgeGapRecorded>(entry.fact);
  return record != nullptr && record->edge == edge_of(*run.incident->opened) &&
         record->partition == run.incident->environment->partition;
}

bool shows_gap(Run const& run, FactEntry const& entry) {
  return entry.id == run.gaps.seen || is_record(run, entry);
}

// Fetched or verified before by hand, it is the same snapshot.
bool shows_snapshot(Run const& run, FactEntry const& entry) {
  if (is_record(run, entry)) return true;
  auto const* resumed = resumption(run);
  if (resumed == nullptr || entry.id > run.gaps.resumed) return false;
  auto const is_it = [&](auto const* fact) {
    return fact != nullptr && fact->edge == resumed->edge &&
           fact->partition == resumed->partition && fact->sequence == resumed->sequence;
  };
  auto const* checked = fact_if<SnapshotChecked>(entry.fact);
  if (is_it(checked)) return is_good(*checked);
  return entry.id == fetched(run);
}

bool shows_resumption(Run const& run, FactEntry const& entry) {
  if (is_record(run, entry)) return true;
  return run.gaps.resumed && entry.id == run.gaps.resumed;
}

EntryId referred_to_all(GradingInput const& input) {
  EntryId last;
  for (auto const* wanted : input.runbook.evidence) {
    auto const entry = first_reference(input.run, *wanted);
    if (!entry) return EntryId{};
    last = std::max(last, entry);
  }
  return last;
}

EntryId escalated(GradingInput const& input) {
  for (auto const& act : input.run.repairs.acts) {
    if (act.team == Team::security) return act.entry;
  }
  return EntryId{};
}

}  // namespace

constexpr RequiredFact policy_keys_age{
    .name = "policy-keys-age",
    .words =
        "the gap policy, the affected keys and the age of the gap, read before logs and before "
        "the first repair (`show edge EDGE`)",
    .advice =
        "begin with `show edge EDGE`: it prints the gap and its age, the keys in the edge's "
        "table, and the gap policy of each environment",
    .phase = Phase::truth,
    .done_at = read_in_time};

constexpr RequiredFact snapshot_fetched{
    .name = "snapshot-fetched",
    .words = "a fresh snapshot from a control plane (`snapshot EDGE`)",
    .advice = "fetch a snapshot with `snapshot EDGE`, or let `repair-propagation EDGE` do it",
    .phase = Phase::action,
    .done_at = fetched_for_baseline};

constexpr RequiredFact snapshot_verified{
    .name = "snapshot-verified",
    .words = "checksum, signature and sequence verified (`verify EDGE`)",
    .advice = "verify the snapshot with `verify EDGE`, or let `repair-propagation EDGE` do it",
    .phase = Phase::action,
    .done_at = verified_for_baseline};

constexpr RequiredFact resumed_after_snapshot{
    .name = "resumed-after-snapshot",
    .words = "the edge resumed at the snapshot's sequence plus one (`resume EDGE --from SEQ`)",
    .advice = "resume with `resume EDGE --from SEQ`, or with `repair-propagation EDGE`",
    .phase = Phase::action,
    .done_at = resumed_at_next};

constexpr RequiredFact propagation_recorded{
    .name = "propagation-recorded",
    .words = "references to the gap, the accepted snapshot and the resumption",
    .advice = "refer to the gap, the accepted snapshot and the resumption in `note` or `close`",
    .phase = Phase::evidence,
    .done_at = referred_to_all};

constexpr RequiredFact security_escalated{
    .name = "security-escalated",
    .words = "security notified, so that it takes the key out of use (`escalate security`)",
    .advice = "notify security with `escalate security` before you close",
    .phase = Phase::action,
    .done_at = escalated,
    .asks = Team::security};

constexpr EvidenceRef gap_referred{
    .name = "the gap",
    .advice = "with `note --ref` or `close --ref`, refer to the gap that `show edge EDGE` prints",
    .is_shown_by = shows_gap};

constexpr EvidenceRef snapshot_referred{
    .name = "the accepted snapshot",
    .advice =
        "with `note --ref` or `close --ref`, refer to the snapshot that `verify EDGE` found "
        "good, or that `show edge EDGE` records with the gap",
    .is_shown_by = shows_snapshot};

constexpr EvidenceRef resume_referred{
    .name = "the resumption",
    .advice =
        "with `note --ref` or `close --ref`, refer to the resumption that `show edge EDGE` "
        "prints after the repair",
    .is_shown_by = shows_resumption};

}  // namespace studylab::grade::route_gap
