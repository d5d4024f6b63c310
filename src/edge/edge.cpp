#include "edge/edge.h"

#include <algorithm>

#include "edge/table.h"
#include "edge/turn.h"

namespace studylab::edge {
namespace {

void begin_intervals(State& state, Instant now) {
  state.memory.observation = Observation{now};
  state.memory.next_interval = interval_end(now);
  state.memory.next_audit = now + observation_interval;
}

void declare_routes(State& state, std::vector<RoutePolicy> const& routes) {
  for (auto const& policy : routes) {
    auto& marks = state.memory.routes;
    auto at = std::ranges::lower_bound(marks, policy.route, {},
                                       [](RouteMark const& m) -> auto& { return m.policy.route; });
    if (at == marks.end() || at->policy.route != policy.route) at = marks.insert(at, RouteMark{});
    at->policy = policy;
  }
}

Outcome take(Turn& turn, Started const&) {
  turn.state.memory = Memory{};
  turn.state.memory.partitions.resize(turn.state.journal.partitions.size());
  turn.keep(Booted{next(turn.state.journal.boot)});
  begin_intervals(turn.state, turn.now);
  turn.report(EdgeStarted{});
  turn.state.table = Table{};
  for (auto const& partition : turn.state.journal.partitions) {
    rebuild_partition(turn.state, partition);
  }
  audit(turn);
  return Outcome::done;
}

Outcome take(Turn& turn, Declared const& declared) {
  for (auto const partition : declared.partitions) {
    if (turn.index_of(partition)) continue;
    turn.keep(PartitionTaken{partition, turn.now});
    auto const index = static_cast<std::ptrdiff_t>(*turn.index_of(partition));
    auto& memories = turn.state.memory.partitions;
    memories.insert(memories.begin() + index, PartitionMemory{});
  }
  declare_routes(turn.state, declared.routes);
  refresh_marks(turn.state);
  return Outcome::done;
}

GapCause cause_of(Outcome outcome) {
  if (outcome == Outcome::missing_event) return GapCause::missing_event;
  if (outcome == Outcome::checksum) return GapCause::checksum;
  if (outcome == Outcome::other_baseline) return GapCause::other_baseline;
  return GapCause::none;
}

void note(Turn& turn, PartitionJournal const& partition, RouteEvent const& event) {
  if (std::pair{event.baseline, event.sequence} >
      std::pair{partition.seen_baseline, partition.seen}) {
    turn.keep(EventSeen{event.partition, event.baseline, event.sequence});
  }
}

Outcome take(Turn& turn, RouteArrived const& arrived) {
  auto const& event = arrived.event;
  auto const index = turn.index_of(event.partition);
  if (!index) return Outcome::other_partition;
  auto const& partition = turn.journal(*index);
  auto const outcome = judge_event(partition, event, turn.verifier);
  bool const ignored = outcome == Outcome::duplicate || outcome == Outcome::older_epoch ||
                       outcome == Outcome::other_partition || outcome == Outcome::forged;
  if (ignored) return outcome;
  if (std::holds_alternative<Resuming>(turn.memory(*index).repair)) {
    note(turn, partition, event);
    return Outcome::resuming;
  }
  if (outcome == Outcome::applied) {
    EventApplied const applied{event.partition, event.sequence, event.route,
                               event.release,   event.epoch,    checksum_with(partition, event),
                               turn.now};
    turn.keep(applied);
    set_row(turn.state, partition, applied);
    return outcome;
  }
  note(turn, partition, event);
  if (auto const cause = cause_of(outcome); cause != GapCause::none) open_gap(turn, *index, cause);
  return outcome;
}

Outcome take(Turn& turn, EndpointArrived const& arrived) {
  switch (turn.state.memory.endpoints.take(arrived.endpoint, turn.now)) {
    case EndpointOutcome::taken: ++turn.state.version; return Outcome::done;
    case EndpointOutcome::renewed: return Outcome::done;
    case EndpointOutcome::duplicate: return Outcome::duplicate;
    case EndpointOutcome::not_ready: return Outcome::not_ready;
  }
  return Outcome::done;
}

Outcome take(Turn& turn, EndpointAbsent const& absent) {
  if (!turn.state.memory.endpoints.absent(absent.allocation)) return Outcome::duplicate;
  ++turn.state.version;
  return Outcome::done;
}

Outcome take(Turn& turn, Commanded const& commanded) {
  return take_command(turn, commanded.command);
}
Outcome take(Turn& turn, SnapshotArrived const& arrived) { return take_snapshot(turn, arrived); }
Outcome take(Turn& turn, SnapshotUnavailable const& none) { return take_no_snapshot(turn, none); }
Outcome take(Turn& turn, ConsumerOpened const& opened) { return take_consumer(turn, opened); }
Outcome take(Turn& turn, ConsumerFailed const& failed) { return take_no_consumer(turn, failed); }
Outcome take(Turn& turn, Pulled const& pulled) { return take_pulled(turn, pulled); }

Outcome take(Turn& turn, ConsumerLost const& lost) {
  auto const index = turn.index_of(lost.partition);
  if (!index) return Outcome::other_partition;
  turn.memory(*index).consumer = Consumer::closed;
  return Outcome::done;
}

void report_counts(Turn& turn, Crossing crossing) {
  auto counts = turn.state.memory.observation.close(turn.now, crossing);
  counts.applied = applied(turn.state);
  turn.report_soft(std::move(counts));
}

Outcome close_interval(Turn& turn) {
  auto& memory = turn.state.memory;
  if (turn.now < memory.next_interval) return Outcome::stale_answer;
  for (auto& mark : memory.routes) {
    bool const over = memory.observation.over(mark.policy.route, mark.policy.threshold);
    if (!over) mark.reported = Crossing::no;
  }
  report_counts(turn, Crossing::no);
  memory.next_interval = interval_end(turn.now);
  return Outcome::done;
}

Outcome take(Turn& turn, Elapsed const& elapsed) {
  switch (elapsed.timer) {
    case Timer::audit:
      audit(turn);
      turn.state.memory.next_audit = turn.now + observation_interval;
      return Outcome::done;
    case Timer::interval: return close_interval(turn);
    case Timer::endpoints:
      if (turn.state.memory.endpoints.expire(turn.now) > 0) ++turn.state.version;
      return Outcome::done;
    case Timer::repair: expire_repairs(turn); return Outcome::done;
  }
  return Outcome::stale_answer;
}

bool crosses(RouteMark const& mark, Observation const& observation) {
  return mark.reported == Crossing::no &&
         observation.over(mark.policy.route, mark.policy.threshold);
}

Outcome take(Turn& turn, CrossingSeen const&) {
  if (!crosses(turn.state)) return Outcome::not_over;
  for (auto& mark : turn.state.memory.routes) {
    if (crosses(mark, turn.state.memory.observation)) mark.reported = Crossing::yes;
  }
  report_counts(turn, Crossing::yes);
  return Outcome::done;
}

Outcome take(Turn& turn, ViewAsked const&) {
  EdgeViewReported report;
  report.partitions = view(turn.state);
  turn.report_soft(std::move(report));
  return Outcome::done;
}

Outcome take(Turn& turn, Acknowledged const& taken) {
  bool const was_waiting =
      take_report(turn.state, taken.boot, taken.number, turn.out.journal).has_value();
  return was_waiting ? Outcome::done : Outcome::stale_answer;
}

Outcome take(Turn& turn, CrossingDeclined const& declined) {
  auto const report = turn.state.memory.reports.take(declined.boot, declined.number);
  if (!report) return Outcome::stale_answer;
  auto const* counts = fact_if<RequestsObserved>(report->fact);
  if (counts) turn.state.memory.observation.put_back(*counts);
  return Outcome::done;
}

}  // namespace

State fresh(EdgeId id) {
  State state;
  state.id = id;
  state.process = to_text(id);
  return state;
}

State standing(EdgeId id, Boot boot, Declared declared, std::vector<Snapshot> baselines,
               Instant now) {
  auto state = fresh(id);
  auto& journal = state.journal;
  journal.boot = boot;
  for (auto& baseline : baselines) {
    auto const partition = baseline.partition;
    evolve(journal, PartitionTaken{partition, now});
    evolve(journal, SnapshotStored{{Order{}, std::move(baseline)}});
    evolve(journal, BaselineLive{partition, now});
  }
  for (auto const partition : declared.partitions) evolve(journal, PartitionTaken{partition, now});
  state.memory.partitions.resize(journal.partitions.size());
  for (std::size_t i = 0; i < journal.partitions.size(); ++i) {
    bool const live = journal.partitions[i].gap == GapCause::none;
    state.memory.partitions[i].consumer = live ? Consumer::open : Consumer::closed;
  }
  declare_routes(state, declared.routes);
  for (auto const& partition : journal.partitions) rebuild_partition(state, partition);
  refresh_marks(state);
  begin_intervals(state, now);
  return state;
}

State crashed(State state) {
  auto left = fresh(state.id);
  left.journal = std::move(state.journal);
  left.version = state.version + 1;
  return left;
}

Output step(State& state, Input const& input, Instant now, Verifier const& verifier) {
  Output out;
  Turn turn{state, now, verifier, out};
  bool const up = state.memory.next_interval != Instant{};
  if (!up && !std::holds_alternative<Started>(input)) {
    out.outcome = Outcome::not_started;
    return out;
  }
  out.outcome = std::visit([&](auto const& i) { return take(turn, i); }, input);
  repair_gaps(turn);
  return out;
}

bool crosses(State const& state) {
  return std::ranges::any_of(state.memory.routes, [&](RouteMark const& mark) {
    return crosses(mark, state.memory.observation);
  });
}

Report const* find_report(State const& state, Boot boot, ReportNumber number) {
  auto const* soft = state.memory.reports.find(boot, number);
  return soft ? soft : state.journal.reports.find(boot, number);
}

std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<Journaled>& journal) {
  if (auto soft = state.memory.reports.take(boot, number)) return soft;
  auto report = state.journal.reports.take(boot, number);
  if (report) journal.push_back(ReportTaken{boot, number});
  return report;
}

std::vector<PartitionView> view(State const& state) {
  std::vector<PartitionView> views;
  views.reserve(state.journal.partitions.size());
  for (auto const& p : state.journal.partitions) {
    PartitionView seen;
    seen.partition = p.partition;
    seen.baseline = p.baseline;
    seen.baseline_sequence = p.baseline_sequence;
    seen.applied = p.applied;
    seen.applied_at = p.applied_at;
    seen.owners = served_owners(state.table, p.partition);
    seen.computed = table_checksum(seen.owners);
    seen.expected = p.expected;
    seen.gap = p.gap;
    views.push_back(std::move(seen));
  }
  return views;
}

std::vector<AppliedSequence> applied(State const& state) {
  std::vector<AppliedSequence> sequences;
  sequences.reserve(state.journal.partitions.size());
  for (auto const& p : state.journal.partitions) sequences.push_back({p.partition, p.applied});
  return sequences;
}

void hand_edit(State& state, RouteKey const& route, ReleaseId release) {
  auto const at = std::ranges::find(state.table.rows, route, &Row::route);
  if (at == state.table.rows.end()) return;
  at->release = release;
  ++state.version;
}

}  // namespace studylab::edge
