// How each effect of the control plane is carried out.
#include <algorithm>
#include <utility>

#include "world/sim/control_process.h"

namespace studylab::world::sim {
namespace {

using Where = InFlight::Where;

InFlight::Key key_of(control::EffectKey const& key) { return {key.kind, key.a, key.b, key.c}; }

// Its own steps and timers happen here; everything else goes to another process.
Where where_of(control::Action const& action) {
  bool const here = std::holds_alternative<control::Proceed>(action) ||
                    std::holds_alternative<control::WakeAt>(action);
  return here ? Where::here : Where::elsewhere;
}

}  // namespace

ControlProcess::Progress ControlProcess::carry_out(control::Effect const& effect) {
  auto const key = key_of(effect.key);
  if (effect.at > context_.now()) {
    set_alarm(effect.at);
    return Progress::none;
  }
  if (!in_flight_.start(key, where_of(effect.action))) return Progress::none;
  auto progress = Progress::none;
  auto& network = context_.network;
  match(
      effect.action, [&](control::Proceed const& a) { progress = decide(a); },
      [&](control::WakeAt const& a) { progress = decide(control::Elapsed{a.timer}); },
      [&](control::PublishRouteEvent const& a) {
        network.send(control_plane, route_log,
                     EventPublished{route_events_.event(a.partition, a.sequence)});
      },
      [&](control::StartOnRunner const& a) {
        send_to_runner(a.allocation, control::start_message(state_, a.allocation));
      },
      [&](control::DrainOnRunner const& a) {
        auto const deadline = state_.allocations.at(a.allocation).drain_deadline;
        send_to_runner(a.allocation, DrainAllocation{a.allocation, deadline});
      },
      [&](control::RestartOnRunner const& a) {
        send_to_runner(a.allocation, RestartAllocation{a.allocation, a.operation, a.attempt});
      },
      [&](control::RunMigration const& a) {
        network.send(control_plane, database, MigrationWanted{a.operation});
      },
      [&](control::ProbeBindings const& a) {
        network.send(control_plane, monitor, ProbeWanted{a.environment});
      },
      [&](control::RequestResync const& a) {
        send_to_edge(a.edge, CatchUp{a.partition, a.operation, a.attempt});
      },
      [&](control::OrderEdgeRepair const& a) {
        send_to_edge(a.edge, RepairEdge{a.operation, a.attempt,
                                        control::partitions_to_repair(state_, a.edge)});
      },
      [&](control::OrderSnapshot const& a) {
        send_to_edge(a.edge, FetchSnapshot{a.order, control::partitions_to_repair(state_, a.edge)});
      },
      [&](control::OrderVerify const& a) { send_to_edge(a.edge, VerifyFetched{a.order}); },
      [&](control::OrderResume const& a) {
        auto const& order = state_.edges.at(a.edge).resume;
        if (order) send_to_edge(a.edge, ResumeFrom{a.order, order->from});
      },
      [&](control::OrderGapPolicy const& a) {
        auto const& environment = state_.environments.at(a.environment);
        send_to_edge(a.edge, ApplyGapPolicy{a.environment, environment.declared.route,
                                            environment.gap_policy, a.order});
      },
      [&](control::DeliverNotice const& a) {
        network.send(control_plane, people, NoticeSent{a.notice});
      });
  return progress;
}

// One alarm per instant, however many effects wait for it.
void ControlProcess::set_alarm(Instant at) {
  if (std::ranges::find(alarms_, at) != alarms_.end()) return;
  alarms_.push_back(at);
  context_.queue.put(at, ControlWakes{});
}

void ControlProcess::wake() {
  std::erase_if(alarms_, [&](Instant at) { return at <= context_.now(); });
  settle();
}

void ControlProcess::send_to_runner(AllocationId allocation, RunnerCommand command) {
  auto const host = state_.allocations.at(allocation).host;
  context_.network.send(control_plane, component_of(host), RunnerOrdered{host, std::move(command)});
}

void ControlProcess::send_to_edge(EdgeId edge, EdgeCommand command) {
  context_.network.send(control_plane, component_of(edge), EdgeOrdered{edge, std::move(command)});
}

}  // namespace studylab::world::sim
