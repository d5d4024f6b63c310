#include "world/exec/executor.h"

#include <algorithm>
#include <utility>

namespace studylab::world::exec {
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

void Executor::settle(Instant now) {
  std::erase_if(alarms_, [&](Instant at) { return at <= now; });
  auto progress = Progress::appended;
  while (progress == Progress::appended) progress = start_wanted(now);
  if (progress != Progress::stopped && in_flight_.has_elsewhere()) ports_.arm_resend();
}

void Executor::send_again(Instant now) {
  in_flight_.forget_elsewhere();
  settle(now);
}

void Executor::forget() {
  in_flight_.clear();
  alarms_.clear();
}

// Starts the required effects that are not in progress. Returns after a step of its own, because
// the changed state requires other effects.
Executor::Progress Executor::start_wanted(Instant now) {
  wanted_.clear();
  control::react(state_, wanted_);
  in_flight_.begin_round();
  for (auto const& effect : wanted_) {
    auto const progress = carry_out(effect, now);
    if (progress != Progress::none) return progress;
  }
  in_flight_.end_round();
  return Progress::none;
}

Executor::Progress Executor::carry_out(control::Effect const& effect, Instant now) {
  if (effect.at > now) {
    set_alarm(effect.at);
    return Progress::none;
  }
  if (!in_flight_.start(key_of(effect.key), where_of(effect.action))) return Progress::none;
  if (auto const* step = std::get_if<control::Proceed>(&effect.action)) return ports_.decide(*step);
  if (auto const* alarm = std::get_if<control::WakeAt>(&effect.action)) {
    return ports_.decide(control::Elapsed{alarm->timer});
  }
  send(effect.action);
  return Progress::none;
}

void Executor::send(control::Action const& action) {
  match(
      action, [](control::Proceed const&) {}, [](control::WakeAt const&) {},
      [&](control::PublishRouteEvent const& a) {
        ports_.publish(events_.event(a.partition, a.sequence));
      },
      [&](control::StartOnRunner const& a) {
        send_to_runner(a.allocation, control::start_message(state_, a.allocation));
      },
      [&](control::DrainOnRunner const& a) {
        send_to_runner(a.allocation, control::drain_message(state_, a.allocation));
      },
      [&](control::RestartOnRunner const& a) {
        send_to_runner(a.allocation, RestartAllocation{a.allocation, a.operation, a.attempt});
      },
      [&](control::RunMigration const& a) { ports_.run_migration(a.operation); },
      [&](control::ProbeBindings const& a) { ports_.probe_bindings(a.environment); },
      [&](control::RequestResync const& a) {
        ports_.send(a.edge, CatchUp{a.partition, a.operation, a.attempt});
      },
      [&](control::OrderEdgeRepair const& a) {
        ports_.send(a.edge, RepairEdge{a.operation, a.attempt,
                                       control::partitions_to_repair(state_, a.edge)});
      },
      [&](control::OrderSnapshot const& a) {
        ports_.send(a.edge, FetchSnapshot{a.order, control::partitions_to_repair(state_, a.edge),
                                          state_.edges.at(a.edge).snapshot_from});
      },
      [&](control::OrderVerify const& a) { ports_.send(a.edge, VerifyFetched{a.order}); },
      [&](control::OrderResume const& a) {
        auto const& order = state_.edges.at(a.edge).resume;
        if (order) ports_.send(a.edge, ResumeFrom{a.order, order->from});
      },
      [&](control::OrderGapPolicy const& a) {
        auto const& environment = state_.environments.at(a.environment);
        ports_.send(a.edge, ApplyGapPolicy{a.environment, environment.declared.route,
                                           environment.gap_policy, a.order});
      },
      [&](control::DeliverNotice const& a) { ports_.deliver(a.notice); },
      [&](control::OrderWakeStarted const& a) {
        ports_.send(a.edge, control::wake_started_message(state_, a.wake));
      },
      [&](control::OrderWakeEnded const& a) {
        ports_.send(a.edge, control::wake_ended_message(state_, a.wake));
      },
      [&](control::OrderPostcheck const& a) {
        ports_.send(a.host, CheckHost{a.host, state_.hosts.at(a.host).image, a.order});
      },
      [&](control::OrderRebuild const& a) {
        ports_.send(a.host, RebuildHost{a.host, state_.hosts.at(a.host).image, a.operation});
      },
      [&]<class Order>(Order const& a)
        requires requires { control::database_message(state_, a); }
                 { ports_.send(control::database_message(state_, a)); },
                 [&](control::WatchProviders const&) { ports_.watch_providers(); },
                 [&]<class Order>(Order const& a)
                   requires requires { control::provider_message(state_, a); }
      { ports_.send(control::provider_message(state_, a)); });
}

void Executor::send_to_runner(AllocationId allocation, RunnerCommand command) {
  ports_.send(state_.allocations.at(allocation).host, std::move(command));
}

// One alarm per instant, however many effects wait for it.
void Executor::set_alarm(Instant at) {
  if (std::ranges::find(alarms_, at) != alarms_.end()) return;
  alarms_.push_back(at);
  ports_.set_alarm(at);
}

}  // namespace studylab::world::exec
