#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "model/messages.h"
#include "model/outbox.h"
#include "model/owner_table.h"
#include "model/refusals.h"

namespace studylab::edge {

// The outcome of an input. Each reason to ignore one has its own value.
enum class Outcome : std::uint8_t {
  done,         // accepted
  applied,      // the event is in the table
  duplicate,    // at or below the applied sequence, or an endpoint report not newer than the last
  older_epoch,  // an event of an earlier stream
  other_partition,  // this edge does not have the partition
  other_baseline,   // the baseline is of another stream: a gap
  missing_event,    // an event after the next one: a gap
  checksum,         // the table is not the one that the event or journal expects: a gap
  forged,           // the signature does not cover it
  in_gap,           // the partition needs a new baseline; the sequence is recorded
  resuming,         // a new consumer will deliver it again
  not_over,         // no unreported route is over its threshold
  not_started,      // an input before Started
  not_ready,        // an endpoint without a passed readiness probe
  in_progress,      // the same order is being carried out
  older_order,      // a later order has replaced it
  repeat,           // answered from the cache of replies
  stale_answer,     // the outcome of an effect that is no longer required
  refused,          // with a code
  no_gate,          // no sleep policy is declared for the environment
};
std::string_view to_text(Outcome outcome);

// Who ordered a repair of a partition.
enum class OrderedBy : std::uint8_t { edge, operation, entry };
struct Order {
  OrderedBy by = OrderedBy::edge;
  OperationId operation;  // by an operation, with its attempt
  Attempt attempt;
  EntryId entry;  // by an operator's command, step by step

  friend bool operator==(Order const&, Order const&) = default;
};

// A command's key, and its outcome.
enum class CommandKind : std::uint8_t {
  catch_up,
  repair,
  fetch,
  verify,
  resume,
  policy,
  wake_started,
  wake_ended
};
struct CommandKey {
  CommandKind kind = CommandKind::catch_up;
  std::uint32_t number = 0;   // of the operation or entry
  std::uint32_t attempt = 0;  // of the operation; 0 with an entry
  PartitionId partition;      // of catch_up

  friend auto operator<=>(CommandKey const&, CommandKey const&) = default;
};
struct CachedReply {
  CommandKey key;
  Outcome outcome = Outcome::done;
  std::optional<RefusalCode> refusal;
};
// More than the commands that an edge receives while an earlier one may still be repeated.
inline constexpr std::size_t max_cached_replies = 64;

enum class SelfRepair : std::uint8_t { trying, gave_up };

struct StoredSnapshot {
  Order order;
  Snapshot snapshot;  // without its owners, which are in the table
  OwnerTable table;
};
// With its owners, as it was fetched.
Snapshot complete(StoredSnapshot const& stored);

// What must survive a crash, of one partition.
struct PartitionJournal {
  PartitionId partition;
  BaselineEpoch baseline;  // 0: none yet
  RouteSequence baseline_sequence;
  OwnerTable table;
  RouteSequence applied;
  Instant applied_at;
  Hash expected;  // the table's checksum, as the last event or snapshot stated it
  GapCause gap = GapCause::no_baseline;
  Instant gap_since;
  BaselineEpoch seen_baseline;  // of the highest event whose signature verified
  RouteSequence seen;
  Instant issued_at;          // of the last accepted snapshot
  std::uint32_t repairs = 0;  // the edge's own attempts in this gap
  SelfRepair self_repair = SelfRepair::trying;
  std::optional<StoredSnapshot> stored;  // verified, not yet live
};

struct PolicyOverride {
  RouteKey route;
  GapPolicy policy;
  EntryId ordered_by;
};

// The fold of an edge's synced journal: the whole state of an edge after a crash.
struct Journal {
  Boot boot;
  std::vector<PartitionJournal> partitions;  // ascending by partition
  std::vector<PolicyOverride> policies;      // ascending by route
  std::vector<CachedReply> replies;          // oldest first, at most max_cached_replies
  Outbox reports;                            // facts that must reach the ledger

  std::optional<std::size_t> index_of(PartitionId partition) const;
  PartitionJournal const* find(PartitionId partition) const;
  PartitionJournal* find(PartitionId partition);
};

// The journal's records: past tense, complete.
struct Booted {
  Boot boot;
};
struct PartitionTaken {
  PartitionId partition;
  Instant at;
};
struct EventApplied {
  PartitionId partition;
  RouteSequence sequence;
  RouteKey route;  // empty: the table stays as it is
  ReleaseId release;
  KeyEpoch epoch;
  Hash checksum;  // of the table with it
  Instant at;
  // The table with it. A world need not store it on disk: if it is absent, the owner is put into
  // the table.
  std::optional<OwnerTable> table = {};
};
struct EventSeen {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;
};
// In a partition that already has a gap, only the cause changes; the age and the number of attempts
// stay the same.
struct GapMarked {
  PartitionId partition;
  GapCause cause = GapCause::missing_event;
  Instant at;
};
struct RepairTried {
  PartitionId partition;
};
struct RepairGivenUp {
  PartitionId partition;
};
struct SnapshotStored {
  StoredSnapshot stored;
};
struct SnapshotDropped {
  PartitionId partition;
};
// The stored snapshot becomes the table and ends the gap. Nothing else ends a gap.
struct BaselineLive {
  PartitionId partition;
  Instant at;
};
struct PolicyApplied {
  PolicyOverride policy;
};
struct ReplyCached {
  CachedReply reply;
};
struct ReportQueued {
  Boot boot;
  ReportNumber number;
  Report report;
};
struct ReportTaken {
  Boot boot;
  ReportNumber number;
};

using JournalRecord =
    std::variant<Booted, PartitionTaken, EventApplied, EventSeen, GapMarked, RepairTried,
                 RepairGivenUp, SnapshotStored, SnapshotDropped, BaselineLive, PolicyApplied,
                 ReplyCached, ReportQueued, ReportTaken>;

// Total: a record of an unknown partition changes nothing.
void evolve(Journal& journal, JournalRecord const& record);

}  // namespace studylab::edge
