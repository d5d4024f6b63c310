// Restores of the simulated data: copies, cut-overs, and the consumers' events after them.
#include <algorithm>

#include <fmt/format.h>

#include "world/sim/sim_data.h"

namespace studylab::world::sim {

// Whether the copy does not have this damage.
bool SimData::leaves(Store const& of, Wrong const& wrong, Copy const& copy) const {
  bool const before = copy.reaches < wrong.first;
  if (copy.method == RestoreMethod::forward_repair) {
    return wrong.what.kind == DamageKind::gone && before;
  }
  bool const archived = of.failover && copy.reaches <= of.failover->archived.value();
  return wrong.what.kind == DamageKind::missing ? archived : before;
}

std::vector<SimData::Wrong> SimData::damage_in(Store const& of, Copy const& copy) const {
  bool const forward = copy.method == RestoreMethod::forward_repair;
  std::vector<Wrong> all;
  // Of wrong rows, a copy has those that were written up to where it reaches.
  auto const add = [&](Wrong wrong, std::uint64_t rows) {
    if (wrong.what.kind == DamageKind::wrong && !forward) {
      auto const written = (copy.reaches + 1 - wrong.first) * wrong.what.rows / 1000;
      wrong.came_with = std::min(rows, written);
      wrong.counted_from = context_.now();
    }
    all.push_back(std::move(wrong));
  };
  for (auto const& wrong : of.wrong) {
    if (!leaves(of, wrong, copy)) add(wrong, rows_of(of, wrong));
  }
  if (forward) return all;  // it copies rows that are gone, and no others
  for (auto const& past : of.past) {
    bool const again = !leaves(of, past.wrong, copy) && copy.reaches <= past.ended;
    if (again) add(past.wrong, past.rows);
  }
  return all;
}

void SimData::restore(RestoreCopy const& order) {
  auto& of = store(order.database);
  auto const& backup = platform_.databases.at(order.database).backups.at(order.base).recorded;
  Copy copy{order.method, order.target.value(), order.base, backup.source};
  if (order.method == RestoreMethod::backup) copy.reaches = backup.position.value();
  std::uint64_t damaged = 0;
  for (auto const& wrong : damage_in(of, copy)) damaged += rows_of(of, wrong);
  of.copies[order.operation] = copy;
  auto const& operation = platform_.operations.at(order.operation);
  auto const& planned = *std::get<control::kinds::Restore>(operation.as).planned;
  auto const schema = planned.methods[static_cast<std::size_t>(order.method)].schema;
  service_.report([&](Origin const& origin) {
    return RestoreReady{order.operation, CommitPosition{copy.reaches}, schema, damaged, origin};
  });
}

// The copy has the writes of the log up to where it reaches: of the timeline in which that point
// lies, and so also those that an earlier restore had left behind. A log from before a failover
// has those that the replica missed, too.
void SimData::begin_again(Store& of, std::uint64_t reaches) {
  Timeline left{of.counted, of.writes};
  auto const its = std::ranges::find_if(
      of.timelines, [&](Timeline const& timeline) { return reaches <= timeline.ended; });
  if (its != of.timelines.end()) of.writes = its->writes;
  of.timelines.push_back(std::move(left));
  of.writes.remove_after(reaches);
  bool const archived = of.failover && reaches <= of.failover->archived.value();
  auto const bring_back = [&](Wrong const& wrong) {
    if (wrong.what.kind != DamageKind::missing || !archived) return;
    auto const last = std::min(wrong.last, reaches);
    of.writes.remove(wrong.first, last);
    of.writes.add(wrong.first, last);
  };
  for (auto const& past : of.past) bring_back(past.wrong);
  for (auto const& wrong : of.wrong) bring_back(wrong);
}

// What the plan lists as lost: the writes after the point that it reaches, without those that
// consumers can write again from their events. Where none can, all up to the fence.
void SimData::give_up(Store& of, MethodPlan const& plan, std::uint64_t ended) {
  auto const first = plan.reaches.value() + 1;
  auto const last =
      plan.replayable == 0 ? ended : plan.reaches.value() + plan.lost - plan.replayable;
  of.excused.emplace_back(first, last);
}

// Copies what the clone has and the copy that serves has not.
void SimData::repair_forward(Store& of, std::uint64_t reaches) {
  for (auto& wrong : of.wrong) {
    if (wrong.what.kind != DamageKind::missing || reaches < wrong.first) continue;
    bool const archived = of.failover && reaches <= of.failover->archived.value();
    if (!archived) continue;
    of.writes.add(wrong.first, reaches);
    wrong.first = reaches + 1;
  }
}

// What is damaged once the copy serves, and what is left behind.
void SimData::take_damage(Store& of, Copy const& copy, std::uint64_t ended) {
  auto all = damage_in(of, copy);
  for (auto const& wrong : of.wrong) {
    if (!leaves(of, wrong, copy)) continue;
    auto const rows = rows_of(of, wrong);
    if (rows > 0) of.past.push_back({wrong, rows, ended});
    if (wrong.what.kind != DamageKind::wrong) continue;
    // Its release can write wrong rows again.
    auto again = wrong;
    again.first = ended + 1;
    again.since = again.counted_from = context_.now();
    again.came_with = 0;
    all.push_back(std::move(again));
  }
  bool const forward = copy.method == RestoreMethod::forward_repair;
  std::erase_if(all, [&](Wrong& wrong) {
    if (wrong.what.kind != DamageKind::missing) return false;
    if (!forward) wrong.last = std::min(wrong.last, copy.reaches);
    return wrong.last < wrong.first;
  });
  of.wrong = std::move(all);
}

void SimData::cut_over(CutOverCopy const& order) {
  auto& of = store(order.database);
  settle(of);
  auto const copy = of.copies.at(order.operation);
  auto const ended = of.counted;
  auto const& operation = platform_.operations.at(order.operation);
  auto const& planned = *std::get<control::kinds::Restore>(operation.as).planned;
  bool const forward = copy.method == RestoreMethod::forward_repair;
  if (forward) {
    repair_forward(of, copy.reaches);
  } else {
    begin_again(of, copy.reaches);
    give_up(of, planned.methods[static_cast<std::size_t>(copy.method)], ended);
  }
  if (copy.source != of.registered.environment) of.writes.remove_after(0);
  take_damage(of, copy, ended);
  CutOver fact;
  fact.operation = order.operation;
  fact.database = order.database;
  fact.kept = CommitPosition{forward ? ended : copy.reaches};
  fact.ended = CommitPosition{ended};
  fact.schema = planned.methods[static_cast<std::size_t>(copy.method)].schema;
  for (auto const& consumer : of.consumers) {
    auto const came = ended - behind(of, consumer);
    auto const from = fact.kept.value();
    fact.events.push_back({consumer.name, came > from ? came - from : 0,
                           ended - std::min(ended, std::max(came, from))});
  }
  if (forward) {
    for (auto& events : fact.events) events.processed = events.unprocessed = 0;
  }
  of.cut_over[order.operation] = fact;
  note_harm(of);
  note_rows(of);
  service_.report([&](Origin const& origin) {
    fact.origin = origin;
    return fact;
  });
  check_soon(of);
}

std::uint64_t SimData::replay_rows(Store& of, SettleConsumer const& order) {
  auto const& past = of.cut_over.at(order.operation);
  auto const kept_from = position(of, context_.now() - of.log.events_kept);
  auto const first = std::max(past.kept.value(), kept_from) + 1;
  of.writes.add(first, past.ended.value());
  // A plan that lists writes whose events expire estimates how many: more expire until they are
  // replayed. Where it lists none, none may be lost.
  auto const& operation = platform_.operations.at(order.operation);
  auto const& planned = *std::get<control::kinds::Restore>(operation.as).planned;
  auto const method = of.copies.at(order.operation).method;
  auto const& plan = planned.methods[static_cast<std::size_t>(method)];
  bool const lists_expired = plan.replayable > 0 && plan.replayable < plan.lost;
  if (lists_expired) of.excused.emplace_back(plan.reaches.value() + 1, first - 1);
  return first;
}

// What becomes of the events past the restore point, one class of them after the other: those that
// the consumer had processed, and those that it had not.
void SimData::settle(SettleConsumer const& order) {
  auto& of = store(order.database);
  settle(of);
  auto const& past = of.cut_over.at(order.operation);
  auto const consumer = std::ranges::find(of.consumers, order.consumer, &Consumer::name);
  auto const events = std::ranges::find(past.events, order.consumer, &EventsPast::consumer);
  STUDYLAB_CHECK(consumer != of.consumers.end() && events != past.events.end());
  bool const rows = consumer->effect == ConsumerEffect::database;
  bool const by_key = consumer->idempotency == Idempotency::by_key && !rows;
  std::uint64_t lost = 0, doubled = 0;
  auto const count = [&](std::uint64_t how_many, bool processed) {
    // How often the effect is there: a restore has removed rows.
    int times = processed && !rows ? 1 : 0;
    if (order.choice == EventChoice::compensate && processed) --times;
    bool const again = order.choice != EventChoice::skip && !(by_key && processed);
    if (again) ++times;
    if (times <= 0) lost += how_many;
    if (times > 1) doubled += how_many;
  };
  count(events->processed, true);
  count(events->unprocessed, false);
  auto settled = events->processed + events->unprocessed;
  if (rows && lost == 0) {
    // Older events have expired.
    auto const end = past.ended.value() + 1;
    settled = std::min(settled, end - std::min(replay_rows(of, order), end));
  }
  // Rows that are not written again are missing writes.
  if (!rows) consumer->lost += lost;
  consumer->doubled += doubled;
  consumer->behind = 0;
  service_.report([&](Origin const& origin) {
    return ConsumerSettled{order.operation, order.consumer, order.choice, settled, lost,
                           doubled,         origin};
  });
  check_soon(of);
}

}  // namespace studylab::world::sim
