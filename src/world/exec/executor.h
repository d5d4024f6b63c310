#pragma once

#include <cstdint>
#include <vector>

#include "control/control.h"
#include "world/exec/in_flight.h"
#include "world/exec/route_events.h"

namespace studylab::world::exec {

// What the executor needs from its world: the leader that decides, links to the other processes,
// and alarms. A message may be lost, delayed or doubled; sending never waits for an answer.
class Ports {
 public:
  // What became of a decision. `stopped`: the process has ended, and carries out nothing more.
  enum class Progress : std::uint8_t { none, appended, stopped };

  virtual ~Ports() = default;
  // Decides one of the control plane's own steps or elapsed timers, and appends its facts.
  virtual Progress decide(control::Command const& command) = 0;
  virtual void publish(RouteEvent event) = 0;
  virtual void send(HostId host, RunnerCommand command) = 0;
  virtual void send(EdgeId edge, EdgeCommand command) = 0;
  virtual void run_migration(OperationId operation) = 0;
  virtual void probe_bindings(EnvironmentName const& environment) = 0;
  virtual void deliver(NoticeId notice) = 0;
  virtual void send(DatabaseCommand command) = 0;
  virtual void send(ProviderCommand command) = 0;
  virtual void watch_providers() = 0;
  // Calls Executor::settle at that instant.
  virtual void set_alarm(Instant at) = 0;
  // Calls Executor::send_again after `resend_after`, unless that call is due already.
  virtual void arm_resend() = 0;
};

// Carries out what the control plane's state requires: starts the effects that are not in progress,
// forgets those that are no longer required, and sends again what has not been answered. Its memory
// is the keys in flight, which a crash may lose.
class Executor {
 public:
  // `state` is the fold of the chain from which `events` are made.
  Executor(control::State const& state, RouteEvents& events, Ports& ports)
      : state_(state), events_(events), ports_(ports) {}

  // Call it after every change of the state, and at an alarm.
  void settle(Instant now);
  void send_again(Instant now);
  // The process has crashed.
  void forget();

 private:
  using Progress = Ports::Progress;
  Progress start_wanted(Instant now);
  Progress carry_out(control::Effect const& effect, Instant now);
  void send(control::Action const& action);
  void send_to_runner(AllocationId allocation, RunnerCommand command);
  void set_alarm(Instant at);

  control::State const& state_;
  RouteEvents& events_;
  Ports& ports_;
  InFlight in_flight_;
  std::vector<control::Effect> wanted_;
  std::vector<Instant> alarms_;  // set and still to come
};

}  // namespace studylab::world::exec
