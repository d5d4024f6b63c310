#pragma once

#include <optional>
#include <vector>

#include "control/control.h"
#include "evidence/chain.h"
#include "world/exec/executor.h"
#include "world/exec/receipts.h"
#include "world/exec/route_events.h"
#include "world/sim/sim_context.h"

namespace studylab::world::sim {

// The leading control plane. The chain is its disk: an entry in it is durable. Everything else is a
// fold of the chain, which a crash loses and a restart repeats.
class ControlProcess final : private exec::Ports {
 public:
  explicit ControlProcess(SimContext& site);

  bool up() const { return life_ == Life::up; }
  std::uint32_t lives() const { return lives_; }
  control::State const& state() const { return state_; }
  evidence::Chain const& chain() const { return chain_; }
  exec::RouteEvents& route_events() { return route_events_; }

  // Appends the run's first entries: its initial state.
  void open();
  // Carries out what the state requires. Call it after every change of the state.
  void settle();

  // --- called by the console ---
  control::Decision command(OperatorCommand const& command);
  EntryId record(Fact fact);

  // --- messages ---
  // None: the control plane crashed, so the sender gets no answer.
  std::optional<exec::Receipt> take(Report report);
  void take(control::Built const& built);
  void take(PublishAnswered const& answered);
  void take(control::StreamRecreated const& recreated);
  void resend();

  // --- faults ---
  void crash(Duration down);
  void start();

 private:
  // --- the executor's ports ---
  Progress decide(control::Command const& command) override;
  void publish(RouteEvent event) override;
  void send(HostId host, RunnerCommand command) override;
  void send(EdgeId edge, EdgeCommand command) override;
  void run_migration(OperationId operation) override;
  void probe_bindings(EnvironmentName const& environment) override;
  void deliver(NoticeId notice) override;
  void send(DatabaseCommand command) override;
  void send(ProviderCommand command) override;
  void watch_providers() override;
  void set_alarm(Instant at) override;
  void arm_resend() override { resend_.arm(); }

  void append(std::vector<Fact> facts);
  void append(Fact&& fact);
  void crash_if_due(EntryId first);

  SimContext& context_;
  evidence::Chain chain_;
  control::State state_;
  exec::RouteEvents route_events_;
  exec::Executor executor_;
  Resend resend_;
  std::uint32_t lives_ = 1;  // starts so far; the term that it leads in
  Life life_ = Life::up;
};

}  // namespace studylab::world::sim
