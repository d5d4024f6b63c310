#include "world/sim/edge_process.h"

#include <algorithm>
#include <utility>

namespace studylab::world::sim {
namespace {

// The check for errors runs this long after they begin: a short burst is not a symptom.
constexpr Duration evaluation_delay = std::chrono::seconds{2};
constexpr Duration second = std::chrono::seconds{1};
// After a torn write.
constexpr Duration torn_restart = std::chrono::seconds{1};

using Where = exec::InFlight::Where;

}  // namespace

EdgeProcess::EdgeProcess(SimContext& site, edge::State initial, Traffic traffic)
    : context_(site),
      state_(std::move(initial)),
      traffic_(std::move(traffic)),
      resend_(site, component_of(state_.id)) {}

void EdgeProcess::initialize_endpoint(EndpointReport const& report) {
  edge::step(state_, edge::EndpointArrived{report}, context_.now(), context_.signer);
}

void EdgeProcess::go_live() {
  refresh();
  follow();
}

void EdgeProcess::feed(edge::Input const& input) {
  if (!up()) return;
  // What waits at a gate must have left it, and come to it, before the edge learns more.
  if (traffic_.has_gates()) traffic_.settle(state_, context_.now());
  auto const before = torn_ == Torn::next ? std::optional{state_.journal} : std::nullopt;
  auto out = edge::step(state_, input, context_.now(), context_.signer);
  if (before && tear(*before, out)) return;
  traffic_.take(state_, out.departed, context_.now());
  if (auto const* endpoint = std::get_if<edge::EndpointArrived>(&input)) {
    traffic_.refresh(state_, context_.now(), endpoint->endpoint.environment);
  } else {
    traffic_.refresh(state_, context_.now());
  }
  check_for_errors();
  if (edge::gates_want_report(state_)) {
    edge::step(state_, edge::GatesSeen{}, context_.now(), context_.signer);
  }
  follow();
}

// Without a change, the check for errors would find what the last one found.
void EdgeProcess::refresh() {
  if (!up()) return;
  if (traffic_.refresh(state_, context_.now()) == Traffic::Asked::yes) check_for_errors();
}

void EdgeProcess::refresh(EnvironmentName const& environment) {
  if (!up()) return;
  auto const asked = traffic_.refresh(state_, context_.now(), environment);
  if (asked == Traffic::Asked::yes) check_for_errors();
}

void EdgeProcess::check_for_errors() {
  if (!evaluation_ && traffic_.over_and_unreported(state_)) {
    evaluate_at_or_after(context_.now() + evaluation_delay);
  }
}

void EdgeProcess::follow() {
  auto const effects = edge::react(state_);
  in_flight_.begin_round();
  for (auto const& effect : effects) carry_out(effect);
  in_flight_.end_round();
  if (in_flight_.has_elsewhere()) resend_.arm();
  plan_gate_check();
}

// An earlier check that is due already plans the next one.
void EdgeProcess::plan_gate_check() {
  if (!traffic_.has_gates()) return;
  auto const next = traffic_.next_gate_check(state_, context_.now());
  if (!next || (gate_check_ && *gate_check_ <= *next)) return;
  gate_check_ = *next;
  context_.queue.put(*next, GateCheckDue{id(), *next});
}

void EdgeProcess::check_gates(Instant at) {
  if (!up() || gate_check_ != at) return;
  gate_check_.reset();
  traffic_.settle(state_, context_.now());
  if (edge::gates_want_report(state_)) {
    feed(edge::GatesSeen{});
  } else {
    plan_gate_check();
  }
}

void EdgeProcess::arrive(CohortArrival const& cohort) {
  traffic_.arrive(cohort, state_, context_.now());
  if (up()) feed(edge::GatesSeen{});
}

void EdgeProcess::carry_out(edge::Effect const& effect) {
  auto const self = component_of(id());
  auto const kind = static_cast<std::uint32_t>(effect.index());
  match(
      effect,
      [&](edge::PullSnapshot const& e) {
        if (!in_flight_.start({kind, e.partition.number, e.fetch}, Where::elsewhere)) return;
        context_.network.send(self, control_plane, SnapshotWanted{id(), e});
      },
      [&](edge::OpenConsumer const& e) {
        auto const from = static_cast<std::uint32_t>(e.from.value());
        if (!in_flight_.start({kind, e.partition.number, e.baseline.value(), from},
                              Where::elsewhere)) {
          return;
        }
        context_.network.send(self, route_log, ConsumerWanted{id(), e});
      },
      [&](edge::PullEvents const& e) {
        if (!in_flight_.start({kind, e.partition.number, e.operation.number, e.attempt.value()},
                              Where::elsewhere)) {
          return;
        }
        context_.network.send(self, route_log, PullWanted{id(), e});
      },
      [&](edge::SetTimer const& e) { set_timer(e); },
      [&](edge::SendReport const& e) {
        auto const number = static_cast<std::uint32_t>(e.number.value());
        if (!in_flight_.start({kind, e.boot.value(), number}, Where::elsewhere)) return;
        auto const* report = edge::find_report(state_, e.boot, e.number);
        if (report != nullptr && silent(*report)) {
          // The report is lost, and the edge does not notice.
          context_.queue.put(context_.now(),
                             ReportAnswered{self, e.boot, e.number, exec::Receipt::taken});
          return;
        }
        context_.send_report(self, e.boot, e.number, report);
      });
}

bool EdgeProcess::silent(Report const& report) const {
  return is_silent() && fact_if<RequestsObserved>(report.fact) != nullptr;
}

void EdgeProcess::set_timer(edge::SetTimer const& wanted) {
  // The world sends EndpointAbsent when an allocation's reports stop, and an audit finds nothing in
  // a table that was not edited by hand.
  // The traffic lets requests out of gates itself, and an event for each is not needed.
  if (wanted.timer == edge::Timer::endpoints || wanted.timer == edge::Timer::gate) return;
  if (wanted.timer == edge::Timer::audit && table_ == Table::derived) return;
  auto& set = timers_[static_cast<std::size_t>(wanted.timer)];
  if (set == wanted.at) return;
  set = wanted.at;
  context_.queue.put(wanted.at, EdgeTimer{id(), wanted.timer, wanted.at});
}

void EdgeProcess::timer(EdgeTimer const& event) {
  auto& set = timers_[static_cast<std::size_t>(event.timer)];
  if (!up() || set != event.at) return;
  set.reset();
  if (event.timer == edge::Timer::interval) traffic_.settle(state_, context_.now());
  feed(edge::Elapsed{event.timer});
}

void EdgeProcess::evaluate_at_or_after(Instant at) {
  auto const found = context_.plan.evaluation_phase.find(id());
  auto const phase = found == context_.plan.evaluation_phase.end() ? Duration{} : found->second;
  auto const into = (at.time_since_epoch() - phase) % second;
  evaluation_ = into == Duration{} ? at : at + second - into;
  context_.queue.put(*evaluation_, EvaluationDue{id()});
}

void EdgeProcess::evaluate() {
  if (!up() || evaluation_ != context_.now()) return;
  evaluation_.reset();
  traffic_.settle(state_, context_.now());
  if (edge::crosses(state_)) feed(edge::CrossingSeen{});
  // The rate may need more of the interval to cross the threshold: check again in the next second.
  if (up() && !evaluation_ && traffic_.over_and_unreported(state_)) {
    evaluate_at_or_after(context_.now() + second);
  }
}

void EdgeProcess::deliver(RouteEvent const& event) {
  take_events(edge::RouteArrived{event}, event.partition, event.sequence);
}

void EdgeProcess::deliver(std::vector<RouteEvent> const& events) {
  take_events(edge::RoutesArrived{events}, events.back().partition, events.back().sequence);
}

bool EdgeProcess::resuming(PartitionId partition) const {
  auto const index = state_.journal.index_of(partition);
  return index && std::holds_alternative<edge::Resuming>(state_.memory.partitions[*index].repair);
}

void EdgeProcess::take_events(edge::Input const& input, PartitionId partition, RouteSequence last) {
  if (!up()) return;
  auto const life = lives_;
  // While a new consumer is being opened, that consumer delivers the events.
  bool const by_another = resuming(partition);
  feed(input);
  if (!context_.can_fail() || by_another || !up() || life != lives_) return;
  context_.network.send(component_of(id()), route_log, EventAcknowledged{id(), partition, last});
}

void EdgeProcess::resend() {
  resend_.rang();
  if (!up()) return;
  in_flight_.forget_elsewhere();
  follow();
}

std::optional<Report> EdgeProcess::take_report(Boot boot, ReportNumber number) {
  std::vector<edge::JournalRecord> journal;
  return edge::take_report(state_, boot, number, journal);
}

Report const* EdgeProcess::find_report(Boot boot, ReportNumber number) const {
  return edge::find_report(state_, boot, number);
}

void EdgeProcess::crash() {
  if (!up()) return;
  traffic_.go_down(state_, context_.now());
  state_ = edge::after_crash(std::move(state_));
  in_flight_.clear();
  timers_ = {};
  evaluation_.reset();
  gate_check_.reset();
  life_ = Life::down;
  table_ = Table::derived;
  ++lives_;
}

void EdgeProcess::start() {
  if (up()) return;
  life_ = Life::up;
  feed(edge::Started{});
}

// Drops the write that a crash cuts off. All records of one input are one write, so none is kept,
// as if the input had not been received.
bool EdgeProcess::tear(edge::Journal before, edge::Output const& out) {
  if (out.journal.empty()) return false;
  torn_ = Torn::no;
  state_.journal = std::move(before);
  crash();
  context_.queue.put(context_.now() + torn_restart, Restarts{component_of(id()), lives_});
  return true;
}

void EdgeProcess::tamper(RouteKey const& route, ReleaseId release) {
  if (!up()) return;
  traffic_.settle(state_, context_.now());
  edge::corrupt_table_for_testing(state_, route, release);
  table_ = Table::tampered;
  refresh();
  follow();
}

}  // namespace studylab::world::sim
