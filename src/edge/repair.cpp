#include <fmt/format.h>

#include "base/planted.h"
#include "edge/table.h"
#include "edge/turn.h"

namespace studylab::edge {
namespace {

// How often a repair is tried before the platform gives up and says so.
constexpr std::uint32_t most_attempts = 3;
// How long a snapshot or a consumer may take: either is a few megabytes on one network.
constexpr Duration answer_within = std::chrono::seconds{5};
constexpr Duration reopen_after = std::chrono::seconds{1};

// 2 s, then 4 s.
Duration back_off(std::uint32_t attempt) { return std::chrono::seconds{1} * (1 << attempt); }

void end_repair(Turn& turn, std::size_t index, Order const& order) {
  turn.memory(index).repair = Idle{};
  finish_order(turn, order);
}

void give_up(Turn& turn, std::size_t index, Order const& order, std::uint32_t attempts,
             std::string why) {
  AutoRepairGaveUp gave_up;
  gave_up.partition = turn.journal(index).partition;
  gave_up.operation = order.operation;
  gave_up.attempts = attempts;
  gave_up.why = std::move(why);
  turn.report(std::move(gave_up));
  if (order.by == OrderedBy::edge) turn.keep(RepairGivenUp{turn.journal(index).partition});
  end_repair(turn, index, order);
}

void fail_attempt(Turn& turn, std::size_t index, Order const& order, std::uint32_t attempt,
                  std::string why) {
  if (attempt >= most_attempts) return give_up(turn, index, order, attempt, std::move(why));
  turn.memory(index).repair =
      BackingOff{order, attempt, turn.now + back_off(attempt), std::move(why)};
}

void drop_stored(Turn& turn, std::size_t index) {
  if (turn.journal(index).stored) turn.keep(SnapshotDropped{turn.journal(index).partition});
}

// The stored snapshot's stream ends before it, or is another: it is no baseline of this stream.
void refuse_baseline(Turn& turn, std::size_t index, Resuming const& resuming) {
  drop_stored(turn, index);
  open_gap(turn, index, GapCause::other_baseline);
  fail_attempt(turn, index, resuming.order, resuming.attempt,
               "the stream ends before the snapshot");
}

void go_live(Turn& turn, std::size_t index, Resuming const& resuming, RouteSequence delivered) {
  auto const& partition = turn.journal(index);
  EdgeResumed resumed;
  resumed.cleared = partition.gap;
  turn.keep(BaselineLive{partition.partition, turn.now});
  resumed.partition = partition.partition;
  resumed.baseline = partition.baseline;
  resumed.sequence = partition.applied;
  resumed.delivered = delivered;
  resumed.operation = resuming.order.operation;
  turn.report(std::move(resumed));
  turn.memory(index).consumer = Consumer::open;
  rebuild_partition(turn.state, partition);
  end_repair(turn, index, resuming.order);
}

// What can be read of a snapshot, whatever it is worth: reported before it is checked.
Snapshot readable(std::string const& bytes) {
  Snapshot snapshot;
  if (bytes.size() <= largest_snapshot) Decoder{as_bytes(bytes)}.take(snapshot);
  return snapshot;
}

void try_again(Turn& turn, std::size_t index, BackingOff const& waited) {
  auto const order = waited.order;  // begin_… replaces what it was read from
  auto const attempt = waited.attempt + 1;
  if (order.by == OrderedBy::edge) turn.keep(RepairTried{turn.journal(index).partition});
  auto const& stored = turn.journal(index).stored;
  if (stored && stored->order == order) {
    begin_resume(turn, index, order, attempt);
  } else {
    begin_fetch(turn, index, order, attempt);
  }
}

}  // namespace

void open_gap(Turn& turn, std::size_t index, GapCause cause) {
  auto const& partition = turn.journal(index);
  if (partition.gap == cause) return;
  turn.keep(GapMarked{partition.partition, cause, turn.now});
  EdgeGapSeen seen;
  seen.partition = partition.partition;
  seen.cause = cause;
  seen.applied = partition.applied;
  seen.seen = partition.seen;
  turn.report(std::move(seen));
  refresh_marks(turn.state);
}

void audit(Turn& turn) {
  if (planted(Guard::bdn2)) return;
  for (std::size_t i = 0; i < turn.state.journal.partitions.size(); ++i) {
    auto const& partition = turn.journal(i);
    if (partition.gap != GapCause::none) continue;
    auto const computed = table_checksum(served_owners(turn.state.table, partition.partition));
    if (computed != partition.expected) open_gap(turn, i, GapCause::checksum);
  }
}

void begin_fetch(Turn& turn, std::size_t index, Order const& order, std::uint32_t attempt) {
  drop_stored(turn, index);
  turn.memory(index).repair =
      Fetching{order, attempt, turn.now + answer_within, ++turn.state.memory.last_fetch};
}

void begin_resume(Turn& turn, std::size_t index, Order const& order, std::uint32_t attempt) {
  turn.memory(index).repair = Resuming{order, attempt, turn.now + answer_within};
  turn.memory(index).consumer = Consumer::closed;
}

SnapshotVerdict check_fetched(Turn& turn, std::size_t index, Order const& order,
                              std::string const& bytes) {
  auto checked = check_snapshot(turn.journal(index), bytes, turn.now, turn.verifier);
  SnapshotChecked fact;
  fact.partition = turn.journal(index).partition;
  fact.sequence = checked.snapshot ? checked.snapshot->sequence : RouteSequence{};
  fact.verdict = checked.verdict;
  fact.operation = order.operation;
  turn.report(std::move(fact));
  if (checked.verdict == SnapshotVerdict::good) {
    turn.keep(SnapshotStored{{order, std::move(*checked.snapshot)}});
  }
  return checked.verdict;
}

Outcome take_snapshot(Turn& turn, SnapshotArrived const& arrived) {
  auto const index = turn.index_of(arrived.partition);
  if (!index) return Outcome::other_partition;
  auto* const wanted = std::get_if<Fetching>(&turn.memory(*index).repair);
  if (!wanted || wanted->fetch != arrived.fetch) return Outcome::stale_answer;
  auto const fetching = *wanted;

  auto const read = readable(arrived.bytes);
  SnapshotFetched fetched;
  fetched.partition = arrived.partition;
  fetched.baseline = read.baseline;
  fetched.sequence = read.sequence;
  fetched.checksum = read.checksum;
  fetched.key_id = read.key_id;
  fetched.issued_at = read.issued_at;
  fetched.source = arrived.source;
  fetched.operation = fetching.order.operation;
  turn.report(std::move(fetched));

  if (fetching.order.by == OrderedBy::entry) {
    turn.memory(*index).repair = Fetched{fetching.order, arrived.bytes, arrived.source,
                                         read.sequence, SnapshotVerdict::unverified};
    return Outcome::done;
  }
  auto const verdict = check_fetched(turn, *index, fetching.order, arrived.bytes);
  if (verdict == SnapshotVerdict::good) {
    begin_resume(turn, *index, fetching.order, fetching.attempt);
  } else {
    fail_attempt(turn, *index, fetching.order, fetching.attempt,
                 fmt::format("the snapshot is {}", to_text(verdict)));
  }
  return Outcome::done;
}

Outcome take_no_snapshot(Turn& turn, SnapshotUnavailable const& unavailable) {
  auto const index = turn.index_of(unavailable.partition);
  if (!index) return Outcome::other_partition;
  auto* const wanted = std::get_if<Fetching>(&turn.memory(*index).repair);
  if (!wanted || wanted->fetch != unavailable.fetch) return Outcome::stale_answer;
  auto const fetching = *wanted;
  fail_attempt(turn, *index, fetching.order, fetching.attempt, unavailable.why);
  return Outcome::done;
}

Outcome take_consumer(Turn& turn, ConsumerOpened const& opened) {
  auto const index = turn.index_of(opened.partition);
  if (!index) return Outcome::other_partition;
  auto& memory = turn.memory(*index);
  auto const& partition = turn.journal(*index);
  if (auto const* at = std::get_if<Resuming>(&memory.repair)) {
    auto const resuming = *at;
    auto const& snapshot = partition.stored->snapshot;
    if (opened.baseline != snapshot.baseline || opened.from != next(snapshot.sequence)) {
      return Outcome::stale_answer;
    }
    if (opened.delivered == snapshot.sequence) {
      go_live(turn, *index, resuming, opened.delivered);
      return Outcome::done;
    }
    refuse_baseline(turn, *index, resuming);
    return Outcome::other_baseline;
  }
  if (memory.consumer == Consumer::open || partition.gap != GapCause::none ||
      opened.baseline != partition.baseline || opened.from != next(partition.applied)) {
    return Outcome::stale_answer;
  }
  memory.consumer = Consumer::open;
  if (opened.delivered == partition.applied) return Outcome::done;
  open_gap(turn, *index, GapCause::other_baseline);
  return Outcome::other_baseline;
}

Outcome take_no_consumer(Turn& turn, ConsumerFailed const& failed) {
  auto const index = turn.index_of(failed.partition);
  if (!index) return Outcome::other_partition;
  auto& memory = turn.memory(*index);
  auto const& partition = turn.journal(*index);
  if (auto const* at = std::get_if<Resuming>(&memory.repair)) {
    if (failed.from != next(partition.stored->snapshot.sequence)) return Outcome::stale_answer;
    auto const resuming = *at;
    fail_attempt(turn, *index, resuming.order, resuming.attempt, failed.why);
    return Outcome::done;
  }
  if (memory.consumer != Consumer::closed || failed.from != next(partition.applied)) {
    return Outcome::stale_answer;
  }
  memory.consumer = Consumer::waiting;
  memory.reopen_at = turn.now + reopen_after;
  return Outcome::done;
}

void expire_repairs(Turn& turn) {
  constexpr std::string_view no_answer = "no answer within 5 s";
  for (std::size_t i = 0; i < turn.state.memory.partitions.size(); ++i) {
    auto& memory = turn.memory(i);
    if (memory.consumer == Consumer::waiting && memory.reopen_at <= turn.now) {
      memory.consumer = Consumer::closed;
    }
    auto const repair = memory.repair;
    if (auto const* fetching = std::get_if<Fetching>(&repair)) {
      if (fetching->deadline <= turn.now) {
        fail_attempt(turn, i, fetching->order, fetching->attempt, std::string{no_answer});
      }
    } else if (auto const* resuming = std::get_if<Resuming>(&repair)) {
      if (resuming->deadline <= turn.now) {
        fail_attempt(turn, i, resuming->order, resuming->attempt, std::string{no_answer});
      }
    } else if (auto const* waited = std::get_if<BackingOff>(&repair)) {
      if (waited->until <= turn.now) try_again(turn, i, *waited);
    }
  }
}

void repair_gaps(Turn& turn) {
  for (std::size_t i = 0; i < turn.state.memory.partitions.size(); ++i) {
    auto const& partition = turn.journal(i);
    if (partition.gap == GapCause::none || partition.self_repair == SelfRepair::gave_up) continue;
    if (!std::holds_alternative<Idle>(turn.memory(i).repair)) continue;
    if (partition.stored && partition.stored->order.by == OrderedBy::entry) continue;
    Order const order{};
    if (partition.repairs >= most_attempts) {
      give_up(turn, i, order, partition.repairs, "every attempt was used");
      continue;
    }
    turn.keep(RepairTried{partition.partition});
    auto const resumable = partition.stored && partition.stored->order == order;
    auto const attempt = partition.repairs;
    if (resumable) {
      begin_resume(turn, i, order, attempt);
    } else {
      begin_fetch(turn, i, order, attempt);
    }
  }
}

}  // namespace studylab::edge
