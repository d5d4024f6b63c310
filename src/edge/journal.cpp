#include "edge/journal.h"

#include <algorithm>
#include <utility>

#include "base/planted.h"
#include "model/facts.h"

namespace studylab::edge {
namespace {

void note_seen(PartitionJournal& p, BaselineEpoch baseline, RouteSequence sequence) {
  if (std::pair{baseline, sequence} > std::pair{p.seen_baseline, p.seen}) {
    p.seen_baseline = baseline;
    p.seen = sequence;
  }
}

void apply(PartitionJournal& p, EventApplied const& event) {
  if (event.table) {
    p.table = *event.table;
  } else if (!event.route.value().empty()) {
    p.table.put({event.route, event.release, event.epoch});
  }
  p.applied = event.sequence;
  p.applied_at = event.at;
  if (planted(Guard::rgn3)) p.gap = GapCause::none;
  p.expected = event.checksum;
  note_seen(p, p.baseline, event.sequence);
}

void mark(PartitionJournal& p, GapMarked const& gap) {
  if (p.gap == GapCause::none) {
    p.gap_since = gap.at;
    p.repairs = 0;
    p.self_repair = SelfRepair::trying;
  }
  p.gap = gap.cause;
}

void go_live(PartitionJournal& p, Instant at) {
  if (!p.stored) return;
  auto const stored = std::move(*p.stored);
  auto const& snapshot = stored.snapshot;
  p.stored.reset();
  p.baseline = snapshot.baseline;
  p.baseline_sequence = snapshot.sequence;
  p.table = stored.table;
  p.applied = snapshot.sequence;
  p.applied_at = at;
  p.expected = snapshot.checksum;
  p.issued_at = snapshot.issued_at;
  p.gap = GapCause::none;
  p.repairs = 0;
  p.self_repair = SelfRepair::trying;
  note_seen(p, snapshot.baseline, snapshot.sequence);
}

void cache(std::vector<CachedReply>& replies, CachedReply const& reply) {
  if (replies.size() == max_cached_replies) replies.erase(replies.begin());
  replies.push_back(reply);
}

void override_policy(std::vector<PolicyOverride>& policies, PolicyOverride const& policy) {
  auto at = std::ranges::lower_bound(policies, policy.route, {}, &PolicyOverride::route);
  if (at == policies.end() || at->route != policy.route) {
    policies.insert(at, policy);
  } else {
    *at = policy;
  }
}

void take_partition(Journal& journal, PartitionTaken const& taken) {
  auto const at = std::ranges::lower_bound(journal.partitions, taken.partition, {},
                                           &PartitionJournal::partition);
  if (at != journal.partitions.end() && at->partition == taken.partition) return;
  PartitionJournal fresh;
  fresh.partition = taken.partition;
  fresh.gap_since = taken.at;
  journal.partitions.insert(at, std::move(fresh));
}

}  // namespace

std::string_view to_text(Outcome outcome) {
  static constexpr std::string_view names[] = {
      "done",           "applied",       "duplicate",    "older_epoch", "other_partition",
      "other_baseline", "missing_event", "checksum",     "forged",      "in_gap",
      "resuming",       "not_over",      "not_started",  "not_ready",   "in_progress",
      "older_order",    "repeat",        "stale_answer", "refused",     "no_gate"};
  static_assert(std::size(names) == enum_size<Outcome>);
  return names[static_cast<std::size_t>(outcome)];
}

Snapshot complete(StoredSnapshot const& stored) {
  auto snapshot = stored.snapshot;
  snapshot.owners = stored.table.owners();
  return snapshot;
}

std::optional<std::size_t> Journal::index_of(PartitionId partition) const {
  auto const at = std::ranges::lower_bound(partitions, partition, {}, &PartitionJournal::partition);
  if (at == partitions.end() || at->partition != partition) return std::nullopt;
  return static_cast<std::size_t>(at - partitions.begin());
}

PartitionJournal const* Journal::find(PartitionId partition) const {
  auto const index = index_of(partition);
  return index ? &partitions[*index] : nullptr;
}

PartitionJournal* Journal::find(PartitionId partition) {
  return const_cast<PartitionJournal*>(std::as_const(*this).find(partition));
}

void evolve(Journal& journal, JournalRecord const& record) {
  auto const in = [&](PartitionId partition, auto&& change) {
    if (auto* p = journal.find(partition)) change(*p);
  };
  match(
      record, [&](Booted const& r) { journal.boot = r.boot; },
      [&](PartitionTaken const& r) { take_partition(journal, r); },
      [&](EventApplied const& r) { in(r.partition, [&](auto& p) { apply(p, r); }); },
      [&](EventSeen const& r) {
        in(r.partition, [&](auto& p) { note_seen(p, r.baseline, r.sequence); });
      },
      [&](GapMarked const& r) { in(r.partition, [&](auto& p) { mark(p, r); }); },
      [&](RepairTried const& r) { in(r.partition, [](auto& p) { ++p.repairs; }); },
      [&](RepairGivenUp const& r) {
        in(r.partition, [](auto& p) { p.self_repair = SelfRepair::gave_up; });
      },
      [&](SnapshotStored const& r) {
        in(r.stored.snapshot.partition, [&](auto& p) { p.stored = r.stored; });
      },
      [&](SnapshotDropped const& r) { in(r.partition, [](auto& p) { p.stored.reset(); }); },
      [&](BaselineLive const& r) { in(r.partition, [&](auto& p) { go_live(p, r.at); }); },
      [&](PolicyApplied const& r) { override_policy(journal.policies, r.policy); },
      [&](ReplyCached const& r) { cache(journal.replies, r.reply); },
      [&](ReportQueued const& r) { journal.reports.add(r.boot, r.number, r.report); },
      [&](ReportTaken const& r) { journal.reports.take(r.boot, r.number); });
}

}  // namespace studylab::edge
