#include "edge/edge.h"

#include <algorithm>

#include "edge/input_context.h"
#include "edge/table.h"

namespace studylab::edge {
namespace {

void begin_intervals(State& state, Instant now) {
  state.memory.observation = Observation{now};
  state.memory.next_interval = interval_end(now);
  state.memory.next_audit = now + observation_interval;
}

void declare_routes(State& state, std::vector<RoutePolicy> const& routes) {
  for (auto const& policy : routes) {
    auto& score = state.memory.routes;
    auto at = std::ranges::lower_bound(
        score, policy.route, {}, [](RouteThreshold const& m) -> auto& { return m.policy.route; });
    if (at == score.end() || at->policy.route != policy.route)
      at = score.insert(at, RouteThreshold{});
    at->policy = policy;
  }
}

Outcome on(InputContext& context, Started const&) {
  context.state.memory = Memory{};
  context.state.memory.partitions.resize(context.state.journal.partitions.size());
  context.append(Booted{next(context.state.journal.boot)});
  begin_intervals(context.state, context.now);
  context.report(EdgeStarted{});
  context.state.table = Table{};
  for (auto const& partition : context.state.journal.partitions) {
    rebuild_partition(context.state, partition);
  }
  audit(context);
  return Outcome::done;
}

Outcome on(InputContext& context, Declared const& declared) {
  for (auto const partition : declared.partitions) {
    if (context.index_of(partition)) continue;
    context.append(PartitionTaken{partition, context.now});
    auto const index = static_cast<std::ptrdiff_t>(*context.index_of(partition));
    auto& memories = context.state.memory.partitions;
    memories.insert(memories.begin() + index, PartitionMemory{});
  }
  declare_routes(context.state, declared.routes);
  refresh_rows(context.state);
  return Outcome::done;
}

GapCause cause_of(Outcome outcome) {
  if (outcome == Outcome::missing_event) return GapCause::missing_event;
  if (outcome == Outcome::checksum) return GapCause::checksum;
  if (outcome == Outcome::other_baseline) return GapCause::other_baseline;
  return GapCause::none;
}

void note(InputContext& context, PartitionJournal const& partition, RouteEvent const& event) {
  if (std::pair{event.baseline, event.sequence} >
      std::pair{partition.seen_baseline, partition.seen}) {
    context.append(EventSeen{event.partition, event.baseline, event.sequence});
  }
}

Outcome on(InputContext& context, RouteArrived const& arrived) {
  auto const& event = arrived.event;
  auto const index = context.index_of(event.partition);
  if (!index) return Outcome::other_partition;
  auto const& partition = context.journal(*index);
  auto const outcome = judge_event(partition, event, context.verifier);
  bool const ignored = outcome == Outcome::duplicate || outcome == Outcome::older_epoch ||
                       outcome == Outcome::other_partition || outcome == Outcome::forged;
  if (ignored) return outcome;
  if (std::holds_alternative<Resuming>(context.memory(*index).repair)) {
    note(context, partition, event);
    return Outcome::resuming;
  }
  if (outcome == Outcome::applied) {
    EventApplied const applied{event.partition, event.sequence, event.route,
                               event.release,   event.epoch,    checksum_with(partition, event),
                               context.now};
    context.append(applied);
    set_row(context.state, partition, applied);
    return outcome;
  }
  note(context, partition, event);
  if (auto const cause = cause_of(outcome); cause != GapCause::none)
    open_gap(context, *index, cause);
  return outcome;
}

Outcome on(InputContext& context, EndpointArrived const& arrived) {
  switch (context.state.memory.endpoints.take(arrived.endpoint, context.now)) {
    case EndpointOutcome::taken: ++context.state.version; return Outcome::done;
    case EndpointOutcome::renewed: return Outcome::done;
    case EndpointOutcome::duplicate: return Outcome::duplicate;
    case EndpointOutcome::not_ready: return Outcome::not_ready;
  }
  return Outcome::done;
}

Outcome on(InputContext& context, EndpointAbsent const& absent) {
  if (!context.state.memory.endpoints.absent(absent.allocation)) return Outcome::duplicate;
  ++context.state.version;
  return Outcome::done;
}

Outcome on(InputContext& context, Commanded const& commanded) {
  return take_command(context, commanded.command);
}
Outcome on(InputContext& context, SnapshotArrived const& arrived) {
  return take_snapshot(context, arrived);
}
Outcome on(InputContext& context, SnapshotUnavailable const& none) {
  return take_no_snapshot(context, none);
}
Outcome on(InputContext& context, ConsumerOpened const& opened) {
  return take_consumer(context, opened);
}
Outcome on(InputContext& context, ConsumerFailed const& failed) {
  return take_no_consumer(context, failed);
}
Outcome on(InputContext& context, Pulled const& pulled) { return take_pulled(context, pulled); }

Outcome on(InputContext& context, ConsumerLost const& lost) {
  auto const index = context.index_of(lost.partition);
  if (!index) return Outcome::other_partition;
  context.memory(*index).consumer = Consumer::closed;
  return Outcome::done;
}

void report_counts(InputContext& context, Crossing crossing) {
  auto counts = context.state.memory.observation.close(context.now, crossing);
  counts.applied = applied(context.state);
  context.report_soft(std::move(counts));
}

Outcome close_interval(InputContext& context) {
  auto& memory = context.state.memory;
  if (context.now < memory.next_interval) return Outcome::stale_answer;
  for (auto& mark : memory.routes) {
    bool const over = memory.observation.over(mark.policy.route, mark.policy.threshold);
    if (!over) mark.reported = Crossing::no;
  }
  report_counts(context, Crossing::no);
  memory.next_interval = interval_end(context.now);
  return Outcome::done;
}

Outcome on(InputContext& context, Elapsed const& elapsed) {
  switch (elapsed.timer) {
    case Timer::audit:
      audit(context);
      context.state.memory.next_audit = context.now + observation_interval;
      return Outcome::done;
    case Timer::interval: return close_interval(context);
    case Timer::endpoints:
      if (context.state.memory.endpoints.expire(context.now) > 0) ++context.state.version;
      return Outcome::done;
    case Timer::repair: expire_repairs(context); return Outcome::done;
  }
  return Outcome::stale_answer;
}

bool crosses(RouteThreshold const& mark, Observation const& observation) {
  return mark.reported == Crossing::no &&
         observation.over(mark.policy.route, mark.policy.threshold);
}

Outcome on(InputContext& context, CrossingSeen const&) {
  if (!crosses(context.state)) return Outcome::not_over;
  for (auto& mark : context.state.memory.routes) {
    if (crosses(mark, context.state.memory.observation)) mark.reported = Crossing::yes;
  }
  report_counts(context, Crossing::yes);
  return Outcome::done;
}

Outcome on(InputContext& context, ViewAsked const&) {
  EdgeViewReported report;
  report.partitions = view(context.state);
  context.report_soft(std::move(report));
  return Outcome::done;
}

Outcome on(InputContext& context, Acknowledged const& taken) {
  bool const was_waiting =
      take_report(context.state, taken.boot, taken.number, context.out.journal).has_value();
  return was_waiting ? Outcome::done : Outcome::stale_answer;
}

Outcome on(InputContext& context, CrossingDeclined const& declined) {
  auto const report = context.state.memory.reports.take(declined.boot, declined.number);
  if (!report) return Outcome::stale_answer;
  auto const* counts = fact_if<RequestsObserved>(report->fact);
  if (counts) context.state.memory.observation.restore_counts(*counts);
  return Outcome::done;
}

}  // namespace

State fresh(EdgeId id) {
  State state;
  state.id = id;
  state.process = to_text(id);
  return state;
}

State initial(EdgeId id, Boot boot, Declared declared, std::vector<Snapshot> baselines,
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
  refresh_rows(state);
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
  InputContext context{state, now, verifier, out};
  bool const up = state.memory.next_interval != Instant{};
  if (!up && !std::holds_alternative<Started>(input)) {
    out.outcome = Outcome::not_started;
    return out;
  }
  out.outcome = std::visit([&](auto const& i) { return on(context, i); }, input);
  repair_gaps(context);
  return out;
}

bool crosses(State const& state) {
  return std::ranges::any_of(state.memory.routes, [&](RouteThreshold const& mark) {
    return crosses(mark, state.memory.observation);
  });
}

Report const* find_report(State const& state, Boot boot, ReportNumber number) {
  auto const* soft = state.memory.reports.find(boot, number);
  return soft ? soft : state.journal.reports.find(boot, number);
}

std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<JournalRecord>& journal) {
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

void corrupt_table_for_testing(State& state, RouteKey const& route, ReleaseId release) {
  auto const at = std::ranges::find(state.table.rows, route, &Row::route);
  if (at == state.table.rows.end()) return;
  at->release = release;
  ++state.version;
}

}  // namespace studylab::edge
