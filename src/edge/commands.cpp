#include <algorithm>

#include "edge/input_context.h"
#include "edge/table.h"

namespace studylab::edge {
namespace {

CommandKey key_of(CatchUp const& c) {
  return {CommandKind::catch_up, c.operation.number, c.attempt.value(), c.partition};
}
CommandKey key_of(RepairEdge const& c) {
  return {CommandKind::repair, c.operation.number, c.attempt.value(), {}};
}
CommandKey key_of(FetchSnapshot const& c) {
  return {CommandKind::fetch, c.ordered_by.number, 0, {}};
}
CommandKey key_of(VerifyFetched const& c) {
  return {CommandKind::verify, c.ordered_by.number, 0, {}};
}
CommandKey key_of(ResumeFrom const& c) { return {CommandKind::resume, c.ordered_by.number, 0, {}}; }
CommandKey key_of(ApplyGapPolicy const& c) {
  return {CommandKind::policy, c.ordered_by.number, 0, {}};
}
CommandKey key_of(WakeStarted const& c) {
  return {CommandKind::wake_started, c.operation.number, c.attempt.value(), {}};
}
CommandKey key_of(WakeEnded const& c) {
  return {CommandKind::wake_ended, c.operation.number, c.attempt.value(), {}};
}

Order const* order_in(Repair const& repair) {
  return match(
      repair, [](Idle const&) -> Order const* { return nullptr; },
      [](Fetching const& r) { return &r.order; }, [](Fetched const& r) { return &r.order; },
      [](Resuming const& r) { return &r.order; }, [](BackingOff const& r) { return &r.order; });
}

bool is_in_flight(InputContext& context, Order const& order) {
  return std::ranges::any_of(context.state.memory.partitions, [&](PartitionMemory const& memory) {
    auto const* other = order_in(memory.repair);
    return other && *other == order;
  });
}

// The partitions that a command applies to: those it names, otherwise those in a gap, otherwise
// all.
std::vector<std::size_t> places(InputContext& context, std::vector<PartitionId> const& named) {
  std::vector<std::size_t> found;
  for (auto const partition : named) {
    if (auto const index = context.index_of(partition)) found.push_back(*index);
  }
  if (!named.empty()) return found;
  auto const count = context.state.journal.partitions.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (context.journal(i).gap != GapCause::none) found.push_back(i);
  }
  if (found.empty()) {
    for (std::size_t i = 0; i < count; ++i) found.push_back(i);
  }
  return found;
}

Outcome on(InputContext& context, CatchUp const& command) {
  auto const index = context.index_of(command.partition);
  if (!index) return Outcome::other_partition;
  auto& pulls = context.memory(*index).pulls;
  bool const asked = std::ranges::any_of(pulls, [&](PullEvents const& p) {
    return p.operation == command.operation && p.attempt == command.attempt;
  });
  if (asked) return Outcome::in_progress;
  pulls.push_back({command.partition, command.operation, command.attempt});
  return Outcome::done;
}

Outcome on(InputContext& context, RepairEdge const& command) {
  Order const order{OrderedBy::operation, command.operation, command.attempt, {}};
  if (is_in_flight(context, order)) return Outcome::in_progress;
  auto const found = places(context, command.partitions);
  if (found.empty()) return Outcome::other_partition;
  for (auto const index : found) begin_fetch(context, index, order, 1);
  return Outcome::done;
}

Outcome on(InputContext& context, FetchSnapshot const& command) {
  Order const order{OrderedBy::entry, {}, {}, command.ordered_by};
  auto const found = places(context, command.partitions);
  if (found.empty()) return Outcome::other_partition;
  // An operation's repair runs to its end: two repairs of one partition would undo each other.
  for (auto const index : found) {
    auto const* other = order_in(context.memory(index).repair);
    if (other && other->by == OrderedBy::operation)
      return context.refuse(RefusalCode::operation_running);
  }
  for (auto const index : found) begin_fetch(context, index, order, 1, command.control);
  return Outcome::done;
}

Outcome on(InputContext& context, VerifyFetched const&) {
  bool any = false;
  for (std::size_t i = 0; i < context.state.memory.partitions.size(); ++i) {
    auto const* fetched = std::get_if<Fetched>(&context.memory(i).repair);
    if (fetched) {
      any = true;
      auto const verdict = check_fetched(context, i, fetched->order, read_snapshot(fetched->bytes));
      std::get<Fetched>(context.memory(i).repair).verdict = verdict;
    } else if (auto const& stored = context.journal(i).stored;
               stored && stored->order.by == OrderedBy::entry &&
               std::holds_alternative<Idle>(context.memory(i).repair)) {
      // Verified before a restart: check the stored snapshot again, as it was fetched.
      any = true;
      auto read = ReadSnapshot{ReadSnapshot::Complete::yes, complete(*stored)};
      if (check_fetched(context, i, stored->order, std::move(read)) != SnapshotVerdict::good) {
        context.append(SnapshotDropped{context.journal(i).partition});
      }
    }
  }
  return any ? Outcome::done : context.refuse(RefusalCode::snapshot_missing);
}

// A resume names the sequence after a verified snapshot. Every partition whose snapshot ends right
// before it resumes; the others stay as they are. If none fits, the refusal names the reason of the
// snapshot that passed the most checks.
Outcome on(InputContext& context, ResumeFrom const& command) {
  auto reason = RefusalCode::snapshot_missing;
  auto outcome = Outcome::refused;
  for (std::size_t i = 0; i < context.state.memory.partitions.size(); ++i) {
    auto const& stored = context.journal(i).stored;
    if (!stored) {
      auto const* fetched = std::get_if<Fetched>(&context.memory(i).repair);
      auto const code = fetched ? refusal_of(fetched->verdict) : std::nullopt;
      if (code && reason == RefusalCode::snapshot_missing) reason = *code;
      continue;
    }
    if (stored->order.by != OrderedBy::entry) continue;
    if (command.from != next(stored->snapshot.sequence)) {
      bool const contained = command.from <= stored->snapshot.sequence;
      if (reason != RefusalCode::snapshot_stale) {
        reason = contained ? RefusalCode::already_applied : RefusalCode::sequence_gap;
      }
      continue;
    }
    bool const older = std::pair{stored->snapshot.baseline, stored->snapshot.sequence} <
                       std::pair{context.journal(i).baseline, context.journal(i).applied};
    if (older) {
      drop_stale(context, i);
      reason = RefusalCode::snapshot_stale;
      continue;
    }
    if (std::holds_alternative<Resuming>(context.memory(i).repair)) {
      if (outcome == Outcome::refused) outcome = Outcome::in_progress;
      continue;
    }
    begin_resume(context, i, stored->order, 1);
    outcome = Outcome::done;
  }
  return outcome == Outcome::refused ? context.refuse(reason) : outcome;
}

Outcome on(InputContext& context, ApplyGapPolicy const& command) {
  auto const& policies = context.state.journal.policies;
  auto const known = std::ranges::find(policies, command.route, &PolicyOverride::route);
  if (known != policies.end() && command.ordered_by < known->ordered_by)
    return Outcome::older_order;
  PolicyOverride const policy{command.route, command.policy, command.ordered_by};
  context.append(PolicyApplied{policy});
  refresh_policy(context.state, policy);
  GapPolicyApplied applied;
  applied.route = command.route;
  applied.ordered_by = command.ordered_by;
  context.report(std::move(applied));
  return Outcome::done;
}

// Whether the reply is cached at once; for other commands it is cached when their effects have
// ended. A resume that has begun has no cached reply: a crash takes it back to its stored snapshot,
// and the repeated command begins it again. News of a wake is lost with the gate, so a repeat must
// take effect again.
bool ends_at_once(CommandKind kind, Outcome outcome) {
  if (kind == CommandKind::wake_started || kind == CommandKind::wake_ended) return false;
  if (kind == CommandKind::resume) return outcome == Outcome::refused;
  return kind != CommandKind::catch_up && kind != CommandKind::repair;
}

}  // namespace

Outcome take_command(InputContext& context, EdgeCommand const& command) {
  return std::visit(
      [&](auto const& c) {
        auto const key = key_of(c);
        auto const kept = std::ranges::find(context.state.journal.replies, key, &CachedReply::key);
        if (kept != context.state.journal.replies.end()) {
          context.out.refusal = kept->refusal;
          return Outcome::repeat;
        }
        auto const outcome = on(context, c);
        if (ends_at_once(key.kind, outcome))
          context.append(ReplyCached{{key, outcome, context.out.refusal}});
        return outcome;
      },
      command);
}

Outcome on(InputContext& context, Pulled const& pulled) {
  auto const index = context.index_of(pulled.partition);
  if (!index) return Outcome::other_partition;
  auto const ended = std::erase_if(context.memory(*index).pulls, [&](PullEvents const& p) {
    return p.operation == pulled.operation && p.attempt == pulled.attempt;
  });
  if (ended == 0) return Outcome::stale_answer;
  auto const key = key_of(CatchUp{pulled.partition, pulled.operation, pulled.attempt});
  context.append(ReplyCached{{key, Outcome::done, std::nullopt}});
  return Outcome::done;
}

void finish_order(InputContext& context, Order order) {
  if (order.by != OrderedBy::operation || is_in_flight(context, order)) return;
  auto const key = key_of(RepairEdge{order.operation, order.attempt, {}});
  context.append(ReplyCached{{key, Outcome::done, std::nullopt}});
}

}  // namespace studylab::edge
