#include "world/sim/control_process.h"

#include <utility>

#include "base/check.h"

namespace studylab::world::sim {

ControlProcess::ControlProcess(SimContext& site)
    : context_(site),
      route_events_(chain_, state_, site.signer),
      executor_(state_, route_events_, *this),
      resend_(site, control_plane) {
  chain_.begin_term(Term{lives_});
}

void ControlProcess::open() {
  append(make_fact(context_.plan.opened));
  for (auto const& fact : context_.plan.initial) append(Fact{fact});
}

void ControlProcess::append(Fact&& fact) {
  auto const id = chain_.append(context_.now(), std::move(fact));
  control::evolve(state_, chain_.entry(id));
}

// A batch is appended as a whole or not at all.
void ControlProcess::append(std::vector<Fact> facts) {
  auto const first = EntryId{chain_.size() + 1};
  for (auto& fact : facts) append(std::move(fact));
  crash_if_due(first);
}

void ControlProcess::crash_if_due(EntryId first) {
  for (auto const& crash : context_.schedule.crashes) {
    if (!crash.after_entry || *crash.after_entry < first ||
        crash.after_entry->number > chain_.size()) {
      continue;
    }
    auto const component = parse_component(crash.component);
    if (!component) continue;
    if (*component == control_plane) {
      this->crash(crash.down);
    } else {
      context_.queue.put(context_.now(), Crashes{*component, crash.down});
    }
  }
}

ControlProcess::Progress ControlProcess::decide(control::Command const& command) {
  auto decision = control::decide(state_, command, context_.now());
  if (!decision || decision->empty()) return Progress::none;
  append(std::move(*decision));
  return up() ? Progress::appended : Progress::stopped;
}

control::Decision ControlProcess::command(OperatorCommand const& command) {
  STUDYLAB_CHECK(up());
  auto decision = control::decide(state_, command, context_.now());
  if (decision && !decision->empty()) {
    append(*decision);
    settle();
  }
  return decision;
}

EntryId ControlProcess::record(Fact fact) {
  STUDYLAB_CHECK(up());
  bool const is_operator_fact = std::holds_alternative<OperatorFact>(fact);
  append(std::move(fact));
  auto const id = EntryId{chain_.size()};
  crash_if_due(id);
  if (!is_operator_fact) settle();
  return id;
}

std::optional<exec::Receipt> ControlProcess::take(Report report) {
  if (!up()) return std::nullopt;
  control::Command const command{std::move(report)};
  switch (decide(command)) {
    case Progress::none: return exec::receipt_of_unrecorded(state_, std::get<Report>(command));
    case Progress::stopped: return std::nullopt;
    case Progress::appended: break;
  }
  settle();
  return up() ? std::optional{exec::Receipt::taken} : std::nullopt;
}

void ControlProcess::take(control::Built const& built) {
  if (!up()) return;
  if (decide(built) == Progress::appended) settle();
}

void ControlProcess::take(PublishAnswered const& answered) {
  // Behind: earlier events are still on their way, and the event is published again. Other bytes
  // would be from another publisher, which does not exist here.
  if (!up() || answered.outcome == PublishOutcome::behind) return;
  STUDYLAB_CHECK(answered.outcome != PublishOutcome::other);
  if (decide(control::Published{answered.partition, answered.sequence}) == Progress::appended)
    settle();
}

void ControlProcess::take(control::StreamRecreated const& recreated) {
  if (up() && decide(recreated) == Progress::appended) settle();
}

void ControlProcess::settle() {
  if (up()) executor_.settle(context_.now());
}

void ControlProcess::resend() {
  resend_.rang();
  if (up()) executor_.send_again(context_.now());
}

// --- the executor's ports ---

void ControlProcess::publish(RouteEvent event) {
  context_.network.send(control_plane, route_log, EventPublished{std::move(event)});
}

void ControlProcess::send(HostId host, RunnerCommand command) {
  context_.network.send(control_plane, component_of(host), RunnerOrdered{host, std::move(command)});
}

void ControlProcess::send(EdgeId edge, EdgeCommand command) {
  context_.network.send(control_plane, component_of(edge), EdgeOrdered{edge, std::move(command)});
}

void ControlProcess::run_migration(OperationId operation) {
  context_.network.send(control_plane, database, MigrationWanted{operation});
}

void ControlProcess::probe_bindings(EnvironmentName const& environment) {
  context_.network.send(control_plane, monitor, ProbeWanted{environment});
}

void ControlProcess::deliver(NoticeId notice) {
  context_.network.send(control_plane, people, NoticeSent{notice});
}

void ControlProcess::send(DatabaseCommand command) {
  context_.network.send(control_plane, database, DatabaseOrdered{std::move(command)});
}

void ControlProcess::send(ProviderCommand command) {
  context_.network.send(control_plane, database, ProviderOrdered{std::move(command)});
}

void ControlProcess::watch_providers() {
  context_.network.send(control_plane, monitor, ProviderWatchWanted{});
}

void ControlProcess::set_alarm(Instant at) { context_.queue.put(at, ControlWakes{}); }

// --- faults ---

void ControlProcess::crash(Duration down) {
  if (!up()) return;
  life_ = Life::down;
  ++lives_;
  executor_.forget();
  // Folded again now and not at the restart, so that there is always a state to read.
  state_ = control::State{};
  for (auto const& entry : chain_.entries()) control::evolve(state_, entry);
  context_.queue.put(context_.now() + down, Restarts{control_plane, lives_});
}

void ControlProcess::start() {
  if (up()) return;
  life_ = Life::up;
  chain_.begin_term(Term{lives_});
  settle();
}

}  // namespace studylab::world::sim
