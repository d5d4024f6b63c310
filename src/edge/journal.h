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

// What became of an input. What is ignored has a name too.
enum class Outcome : std::uint8_t {
  done,         // taken, as asked
  applied,      // the event is in the table
  duplicate,    // at or below the applied sequence; or an endpoint report not later than the known
  older_epoch,  // an event of a stream that is no more
  other_partition,  // not one that this edge has
  other_baseline,   // the stream is not the one that the baseline is of: a gap
  missing_event,    // an event later than the next one: a gap
  checksum,         // the table is not the one that the event or journal speaks of: a gap
  forged,           // the signature does not cover it
  in_gap,           // only a new baseline helps; the sequence is noted
  resuming,         // a new consumer is about to deliver it again
  not_over,         // no route is over its threshold that has not said so
  not_started,      // the process has not said that it is up
  not_ready,        // an endpoint without a readiness probe that passed
  in_progress,      // the same order is under way
  older_order,      // a later order has replaced it
  repeat,           // answered from what was kept
  stale_answer,     // an outcome that nobody waits for any more
  refused,          // with a code
};
std::string_view to_text(Outcome outcome);

// Who wants a partition repaired.
enum class OrderedBy : std::uint8_t { edge, operation, entry };
struct Order {
  OrderedBy by = OrderedBy::edge;
  OperationId operation;  // by an operation, with its attempt
  Attempt attempt;
  EntryId entry;  // by an operator's command, step by step

  friend bool operator==(Order const&, Order const&) = default;
};

// A command's key, and what became of it.
enum class CommandKind : std::uint8_t { catch_up, repair, fetch, verify, resume, policy };
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
// As many commands as an edge is sent while one of them may still be on its way again.
inline constexpr std::size_t max_cached_replies = 64;

enum class SelfRepair : std::uint8_t { trying, gave_up };

struct StoredSnapshot {
  Order order;
  Snapshot snapshot;  // without its owners, which are in the table
  OwnerTable table;
};
// With its owners, as it was fetched.
Snapshot complete(StoredSnapshot const& stored);

// One partition, as far as it must outlive the process.
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
  Instant issued_at;          // of the last snapshot that was accepted
  std::uint32_t repairs = 0;  // attempts of the edge itself in this gap
  SelfRepair self_repair = SelfRepair::trying;
  std::optional<StoredSnapshot> stored;  // verified, not live yet
};

struct PolicyOverride {
  RouteKey route;
  GapPolicy policy;
  EntryId ordered_by;
};

// An edge's synced journal, folded. The state of an edge after a crash is this and nothing else.
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
};
struct EventSeen {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;
};
// Once marked, only the cause changes: the gap is as old as it was, and so are the attempts to
// repair it.
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
// The stored snapshot is the table now, and the gap's mark is off: nothing else takes it off.
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

// Total: a record that does not fit (of a partition that is not there) changes nothing.
void evolve(Journal& journal, JournalRecord const& record);

}  // namespace studylab::edge
