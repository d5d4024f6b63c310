#include "edge/edge.h"

#include <algorithm>
#include <map>
#include <utility>

#include "edge/input_context.h"
#include "edge/table.h"

namespace studylab::edge {
namespace {

void start_up(State& state, Instant now) {
  state.memory.life = Life::up;
  state.memory.observation = Observation{now};
  state.memory.next_interval = interval_end(now);
  state.memory.next_audit = now + observation_interval;
}

RouteKey const& route_of(RouteThreshold const& threshold) { return threshold.policy.route; }

template <class Routes>
auto find_route(Routes& routes, RouteKey const& route) -> decltype(routes.data()) {
  auto const at = std::ranges::lower_bound(routes, route, {}, route_of);
  return at != routes.end() && at->policy.route == route ? &*at : nullptr;
}

// Changes known routes in place, and merges the new ones in.
void declare_routes(State& state, std::vector<RoutePolicy> const& declared, Instant now) {
  auto& routes = state.memory.routes;
  std::map<RouteKey, RoutePolicy const*> added;
  for (auto const& policy : declared) {
    declare_gate(state, policy, now);
    if (auto* known = find_route(routes, policy.route)) {
      known->policy = policy;
    } else {
      added[policy.route] = &policy;
    }
  }
  auto const middle = static_cast<std::ptrdiff_t>(routes.size());
  for (auto const& [route, policy] : added) routes.push_back({*policy, Crossing::no});
  std::ranges::inplace_merge(routes, routes.begin() + middle, {}, route_of);
}

Outcome on(InputContext& context, Started const&) {
  context.state.memory = Memory{};
  context.state.memory.partitions.resize(context.state.journal.partitions.size());
  context.append(Booted{next(context.state.journal.boot)});
  start_up(context.state, context.now);
  context.report(EdgeStarted{});
  context.state.table = Table{};
  for (auto const& partition : context.state.journal.partitions) {
    rebuild_partition(context.state, partition);
  }
  refresh_routes(context.state);
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
  declare_routes(context.state, declared.routes, context.now);
  refresh_gaps(context.state);
  refresh_routes(context.state);
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

// The table with the event.
OwnerTable with(OwnerTable table, RouteEvent const& event) {
  if (!event.route.value().empty()) table.put({event.route, event.release, event.epoch});
  return table;
}

void apply(InputContext& context, PartitionJournal const& partition, RouteEvent const& event,
           OwnerTable table) {
  auto const before = partition.table;
  auto const checksum = table.checksum();
  EventApplied const applied{event.partition, event.sequence, event.route, event.release,
                             event.epoch,     checksum,       context.now, std::move(table)};
  context.append(applied);
  serve_event(context.state, partition, applied, before);
}

Outcome take_event(InputContext& context, RouteEvent const& event) {
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
    apply(context, partition, event, with(partition.table, event));
    return outcome;
  }
  note(context, partition, event);
  if (auto const cause = cause_of(outcome); cause != GapCause::none)
    open_gap(context, *index, cause);
  return outcome;
}

Outcome on(InputContext& context, RouteArrived const& arrived) {
  return take_event(context, arrived.event);
}

// Events that are not vouched for are taken one by one, each with its own signature.
Outcome on(InputContext& context, RoutesArrived const& arrived) {
  auto const& events = arrived.events;
  if (events.empty()) return Outcome::duplicate;
  auto const index = context.index_of(events.front().partition);
  std::vector<OwnerTable> tables;
  if (index && !std::holds_alternative<Resuming>(context.memory(*index).repair)) {
    tables = vouched_tables(context.journal(*index), events, context.verifier);
  }
  auto outcome = Outcome::applied;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (tables.empty()) {
      outcome = take_event(context, events[i]);
    } else {
      apply(context, context.journal(*index), events[i], std::move(tables[i]));
    }
  }
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
  for (auto& route : memory.routes) {
    if (route.reported == Crossing::no) continue;
    if (!memory.observation.over(route.policy.route, route.policy.threshold)) {
      route.reported = Crossing::no;
    }
  }
  report_counts(context, Crossing::no);
  report_gates(context);
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
    case Timer::gate: advance_gates(context); return Outcome::done;
  }
  return Outcome::stale_answer;
}

bool crosses(RouteThreshold const& route, ErrorCount const& count) {
  return route.reported == Crossing::no && over_threshold(count, route.policy.threshold);
}

Outcome on(InputContext& context, CrossingSeen const&) {
  auto& memory = context.state.memory;
  auto outcome = Outcome::not_over;
  memory.observation.each_rate([&](RouteKey const& key, ErrorCount const& count) {
    auto* route = find_route(memory.routes, key);
    if (route == nullptr || !crosses(*route, count)) return;
    route->reported = Crossing::yes;
    outcome = Outcome::done;
  });
  if (outcome == Outcome::not_over) return outcome;
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

State initial_state(EdgeId id) {
  State state;
  state.id = id;
  state.process = to_text(id);
  return state;
}

State already_running(EdgeId id, Boot boot, Declared declared, std::vector<Snapshot> baselines,
                      Instant now) {
  auto state = initial_state(id);
  auto& journal = state.journal;
  journal.boot = boot;
  for (auto& baseline : baselines) {
    auto const partition = baseline.partition;
    evolve(journal, PartitionTaken{partition, now});
    OwnerTable table{std::exchange(baseline.owners, {})};
    evolve(journal, SnapshotStored{{Order{}, std::move(baseline), std::move(table)}});
    evolve(journal, BaselineLive{partition, now});
  }
  for (auto const partition : declared.partitions) evolve(journal, PartitionTaken{partition, now});
  state.memory.partitions.resize(journal.partitions.size());
  for (std::size_t i = 0; i < journal.partitions.size(); ++i) {
    bool const live = journal.partitions[i].gap == GapCause::none;
    state.memory.partitions[i].consumer = live ? Consumer::open : Consumer::closed;
  }
  declare_routes(state, declared.routes, now);
  for (auto const& partition : journal.partitions) rebuild_partition(state, partition);
  refresh_routes(state);
  start_up(state, now);
  return state;
}

State after_crash(State state) {
  auto left = initial_state(state.id);
  left.journal = std::move(state.journal);
  left.version = state.version + 1;
  return left;
}

Output step(State& state, Input const& input, Instant now, Verifier const& verifier) {
  Output out;
  InputContext context{state, now, verifier, out};
  auto const version = state.version;
  if (state.memory.life == Life::down && !std::holds_alternative<Started>(input)) {
    out.outcome = Outcome::not_started;
    return out;
  }
  out.outcome = std::visit([&](auto const& i) { return on(context, i); }, input);
  repair_gaps(context);
  if (state.version != version) refresh_gates(context);
  return out;
}

RouteThreshold const* find_route(State const& state, RouteKey const& route) {
  return find_route(state.memory.routes, route);
}

bool crosses(State const& state) {
  bool any = false;
  state.memory.observation.each_rate([&](RouteKey const& key, ErrorCount const& count) {
    auto const* route = find_route(state, key);
    any = any || (route != nullptr && crosses(*route, count));
  });
  return any;
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
    if (auto const* served = state.table.find(p.partition)) {
      seen.owners = served->served.owners();
      seen.computed = served->served.recomputed_checksum();
    }
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
  auto const* declared = find_route(state, route);
  for (auto& partition : state.table.partitions) {
    auto const owner = partition.served.find(route.value());
    bool const unowned = declared && declared->policy.partition == partition.partition;
    if (!owner && !unowned) continue;
    partition.served.put({route, release, owner ? owner->epoch : KeyEpoch{}});
    ++state.version;
    return;
  }
}

}  // namespace studylab::edge
