#include <fmt/format.h>

#include "base/planted.h"
#include "edge/input_context.h"
#include "edge/table.h"

namespace studylab::edge {
namespace {

// Attempts of a repair before the edge gives up and reports it.
constexpr std::uint32_t max_attempts = 3;
// The limit for a snapshot or a consumer: a few megabytes on one network.
constexpr Duration answer_within = std::chrono::seconds{5};
constexpr Duration reopen_after = std::chrono::seconds{1};

// 2 s, then 4 s.
Duration back_off(std::uint32_t attempt) { return std::chrono::seconds{1} * (1 << attempt); }

void end_repair(InputContext& context, std::size_t index, Order order) {
  context.memory(index).repair = Idle{};
  finish_order(context, order);
}

void fail(InputContext& context, std::size_t index, Order order, std::uint32_t attempts,
          std::string why) {
  AutoRepairGaveUp gave_up;
  gave_up.partition = context.journal(index).partition;
  gave_up.operation = order.operation;
  gave_up.attempts = attempts;
  gave_up.why = std::move(why);
  context.report(std::move(gave_up));
  if (order.by == OrderedBy::edge) context.append(RepairGivenUp{context.journal(index).partition});
  end_repair(context, index, order);
}

void fail_attempt(InputContext& context, std::size_t index, Order order, std::uint32_t attempt,
                  std::string why) {
  if (attempt >= max_attempts) return fail(context, index, order, attempt, std::move(why));
  context.memory(index).repair =
      BackingOff{order, attempt, context.now + back_off(attempt), std::move(why)};
}

// An operator's fetch is one attempt: the operator learns at once that it failed, and from where.
void fail_fetch(InputContext& context, std::size_t index, Fetching const& fetching,
                std::string why) {
  if (fetching.order.by != OrderedBy::entry) {
    return fail_attempt(context, index, fetching.order, fetching.attempt, std::move(why));
  }
  SnapshotFetchFailed failed;
  failed.partition = context.journal(index).partition;
  failed.source = fetching.control;
  failed.why = std::move(why);
  context.report(std::move(failed));
  end_repair(context, index, fetching.order);
}

void drop_stored(InputContext& context, std::size_t index) {
  if (context.journal(index).stored)
    context.append(SnapshotDropped{context.journal(index).partition});
}

// The stored snapshot is not a baseline of this stream: the stream ends before it or is another
// one.
void refuse_baseline(InputContext& context, std::size_t index, Resuming const& resuming) {
  drop_stored(context, index);
  open_gap(context, index, GapCause::other_baseline);
  fail_attempt(context, index, resuming.order, resuming.attempt,
               "the stream ends before the snapshot");
}

void go_live(InputContext& context, std::size_t index, Resuming const& resuming,
             RouteSequence delivered) {
  auto const& partition = context.journal(index);
  EdgeResumed resumed;
  resumed.cleared = partition.gap;
  context.append(BaselineLive{partition.partition, context.now});
  resumed.partition = partition.partition;
  resumed.baseline = partition.baseline;
  resumed.sequence = partition.applied;
  resumed.delivered = delivered;
  resumed.operation = resuming.order.operation;
  context.report(std::move(resumed));
  context.memory(index).consumer = Consumer::open;
  rebuild_partition(context.state, partition);
  end_repair(context, index, resuming.order);
}

void try_again(InputContext& context, std::size_t index, Order order, std::uint32_t attempt) {
  if (order.by == OrderedBy::edge) context.append(RepairTried{context.journal(index).partition});
  auto const& stored = context.journal(index).stored;
  if (stored && stored->order == order) {
    begin_resume(context, index, order, attempt);
  } else {
    begin_fetch(context, index, order, attempt);
  }
}

// Whether a snapshot waits for its resume and is older than what the edge has seen.
bool holds_stale(PartitionJournal const& partition, PartitionMemory const& memory) {
  if (!partition.stored || std::holds_alternative<Resuming>(memory.repair)) return false;
  auto const& snapshot = partition.stored->snapshot;
  return std::pair{snapshot.baseline, snapshot.sequence} <
         std::pair{partition.seen_baseline, partition.seen};
}

}  // namespace

void drop_stale(InputContext& context, std::size_t index) {
  auto const& partition = context.journal(index);
  SnapshotChecked fact;
  fact.partition = partition.partition;
  fact.sequence = partition.stored->snapshot.sequence;
  fact.verdict = SnapshotVerdict::stale;
  context.append(SnapshotDropped{partition.partition});
  context.report(std::move(fact));
}

void open_gap(InputContext& context, std::size_t index, GapCause cause) {
  auto const& partition = context.journal(index);
  if (partition.gap == cause) return;
  if (holds_stale(partition, context.memory(index))) drop_stale(context, index);
  context.append(GapMarked{partition.partition, cause, context.now});
  EdgeGapSeen seen;
  seen.partition = partition.partition;
  seen.cause = cause;
  seen.applied = partition.applied;
  seen.seen = partition.seen;
  context.report(std::move(seen));
  refresh_gaps(context.state);
}

void audit(InputContext& context) {
  if (planted(Guard::bdn2)) return;
  for (std::size_t i = 0; i < context.state.journal.partitions.size(); ++i) {
    auto const& partition = context.journal(i);
    if (partition.gap != GapCause::none) continue;
    auto const* served = context.state.table.find(partition.partition);
    auto const computed = served ? served->served.recomputed_checksum() : Hash{};
    if (computed != partition.expected) open_gap(context, i, GapCause::checksum);
  }
}

void begin_fetch(InputContext& context, std::size_t index, Order order, std::uint32_t attempt,
                 std::string control) {
  drop_stored(context, index);
  context.memory(index).repair = Fetching{order, attempt, context.now + answer_within,
                                          ++context.state.memory.last_fetch, std::move(control)};
}

void begin_resume(InputContext& context, std::size_t index, Order order, std::uint32_t attempt) {
  context.memory(index).repair = Resuming{order, attempt, context.now + answer_within};
  context.memory(index).consumer = Consumer::closed;
}

SnapshotVerdict check_fetched(InputContext& context, std::size_t index, Order order,
                              ReadSnapshot read) {
  auto checked =
      check_snapshot(context.journal(index), std::move(read), context.now, context.verifier);
  SnapshotChecked fact;
  fact.partition = context.journal(index).partition;
  fact.sequence = checked.snapshot.sequence;
  fact.verdict = checked.verdict;
  fact.operation = order.operation;
  context.report(std::move(fact));
  if (checked.verdict == SnapshotVerdict::good) {
    context.append(SnapshotStored{{order, std::move(checked.snapshot), std::move(checked.table)}});
  }
  return checked.verdict;
}

Outcome on(InputContext& context, SnapshotArrived const& arrived) {
  auto const index = context.index_of(arrived.partition);
  if (!index) return Outcome::other_partition;
  auto* const wanted = std::get_if<Fetching>(&context.memory(*index).repair);
  if (!wanted || wanted->fetch != arrived.fetch) return Outcome::stale_answer;
  auto const fetching = *wanted;

  auto read = read_snapshot(arrived.bytes);
  SnapshotFetched fetched;
  fetched.partition = arrived.partition;
  fetched.baseline = read.snapshot.baseline;
  fetched.sequence = read.snapshot.sequence;
  fetched.checksum = read.snapshot.checksum;
  fetched.key_id = read.snapshot.key_id;
  fetched.issued_at = read.snapshot.issued_at;
  fetched.source = arrived.source;
  fetched.operation = fetching.order.operation;
  context.report(std::move(fetched));

  if (fetching.order.by == OrderedBy::entry) {
    context.memory(*index).repair = Fetched{fetching.order, arrived.bytes, arrived.source,
                                            read.snapshot.sequence, SnapshotVerdict::unverified};
    return Outcome::done;
  }
  auto const verdict = check_fetched(context, *index, fetching.order, std::move(read));
  if (verdict == SnapshotVerdict::good) {
    begin_resume(context, *index, fetching.order, fetching.attempt);
  } else {
    fail_attempt(context, *index, fetching.order, fetching.attempt,
                 fmt::format("the snapshot is {}", to_text(verdict)));
  }
  return Outcome::done;
}

Outcome on(InputContext& context, SnapshotUnavailable const& unavailable) {
  auto const index = context.index_of(unavailable.partition);
  if (!index) return Outcome::other_partition;
  auto* const wanted = std::get_if<Fetching>(&context.memory(*index).repair);
  if (!wanted || wanted->fetch != unavailable.fetch) return Outcome::stale_answer;
  fail_fetch(context, *index, Fetching{*wanted}, unavailable.why);
  return Outcome::done;
}

Outcome on(InputContext& context, ConsumerOpened const& opened) {
  auto const index = context.index_of(opened.partition);
  if (!index) return Outcome::other_partition;
  auto& memory = context.memory(*index);
  auto const& partition = context.journal(*index);
  if (auto const* at = std::get_if<Resuming>(&memory.repair)) {
    auto const resuming = *at;
    auto const& snapshot = partition.stored->snapshot;
    if (opened.baseline != snapshot.baseline || opened.from != next(snapshot.sequence)) {
      return Outcome::stale_answer;
    }
    if (planted(Guard::rg4) || opened.delivered == snapshot.sequence) {
      go_live(context, *index, resuming, opened.delivered);
      return Outcome::done;
    }
    refuse_baseline(context, *index, resuming);
    return Outcome::other_baseline;
  }
  if (memory.consumer == Consumer::open || partition.gap != GapCause::none ||
      opened.baseline != partition.baseline || opened.from != next(partition.applied)) {
    return Outcome::stale_answer;
  }
  memory.consumer = Consumer::open;
  if (opened.delivered == partition.applied) return Outcome::done;
  open_gap(context, *index, GapCause::other_baseline);
  return Outcome::other_baseline;
}

Outcome on(InputContext& context, ConsumerFailed const& failed) {
  auto const index = context.index_of(failed.partition);
  if (!index) return Outcome::other_partition;
  auto& memory = context.memory(*index);
  auto const& partition = context.journal(*index);
  if (auto const* at = std::get_if<Resuming>(&memory.repair)) {
    if (failed.from != next(partition.stored->snapshot.sequence)) return Outcome::stale_answer;
    auto const resuming = *at;
    fail_attempt(context, *index, resuming.order, resuming.attempt, failed.why);
    return Outcome::done;
  }
  if (memory.consumer != Consumer::closed || failed.from != next(partition.applied)) {
    return Outcome::stale_answer;
  }
  memory.consumer = Consumer::waiting;
  memory.reopen_at = context.now + reopen_after;
  return Outcome::done;
}

void expire_repairs(InputContext& context) {
  constexpr std::string_view no_answer = "no answer within 5 s";
  for (std::size_t i = 0; i < context.state.memory.partitions.size(); ++i) {
    auto& memory = context.memory(i);
    if (memory.consumer == Consumer::waiting && memory.reopen_at <= context.now) {
      memory.consumer = Consumer::closed;
    }
    if (auto const* fetching = std::get_if<Fetching>(&memory.repair)) {
      if (fetching->deadline <= context.now) {
        fail_fetch(context, i, Fetching{*fetching}, std::string{no_answer});
      }
    } else if (auto const* resuming = std::get_if<Resuming>(&memory.repair)) {
      if (resuming->deadline <= context.now) {
        fail_attempt(context, i, resuming->order, resuming->attempt, std::string{no_answer});
      }
    } else if (auto const* waited = std::get_if<BackingOff>(&memory.repair)) {
      if (waited->until <= context.now) try_again(context, i, waited->order, waited->attempt + 1);
    }
  }
}

void repair_gaps(InputContext& context) {
  for (std::size_t i = 0; i < context.state.memory.partitions.size(); ++i) {
    auto const& partition = context.journal(i);
    if (partition.gap == GapCause::none || partition.self_repair == SelfRepair::gave_up) continue;
    if (!std::holds_alternative<Idle>(context.memory(i).repair)) continue;
    if (partition.stored && partition.stored->order.by == OrderedBy::entry) continue;
    Order const order{};
    if (partition.repairs >= max_attempts) {
      fail(context, i, order, partition.repairs, "all attempts failed");
      continue;
    }
    context.append(RepairTried{partition.partition});
    auto const resumable = partition.stored && partition.stored->order == order;
    auto const attempt = partition.repairs;
    if (resumable) {
      begin_resume(context, i, order, attempt);
    } else {
      begin_fetch(context, i, order, attempt);
    }
  }
}

}  // namespace studylab::edge
