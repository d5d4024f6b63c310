#pragma once

#include <optional>
#include <vector>

#include "control/control.h"
#include "evidence/chain.h"
#include "world/sim/in_flight.h"
#include "world/sim/route_events.h"
#include "world/sim/sim_context.h"

namespace studylab::world::sim {

// The leading control plane. The chain is its disk: an entry in it is durable. Everything else is a
// fold of the chain, which a crash loses and a restart repeats.
class ControlProcess {
 public:
  explicit ControlProcess(SimContext& site);

  bool up() const { return life_ == Life::up; }
  std::uint32_t lives() const { return lives_; }
  control::State const& state() const { return state_; }
  evidence::Chain const& chain() const { return chain_; }
  RouteEvents& route_events() { return route_events_; }

  // Appends the run's first entries: its initial state.
  void open();
  // Carries out what the state requires. Call it after every change of the state.
  void settle();

  // --- called by the console ---
  control::Decision command(OperatorCommand const& command);
  EntryId record(Fact fact);

  // --- messages ---
  // None: the control plane crashed, so the sender gets no answer.
  std::optional<ReportReceipt> take(Report report);
  void take(control::Built const& built);
  void take(PublishAnswered const& answered);
  // An effect is due.
  void wake();
  void resend();

  // --- faults ---
  void crash(Duration down);
  void start();

 private:
  enum class Progress : std::uint8_t { none, appended };
  Progress decide(control::Command const& command);
  void append(std::vector<Fact> facts);
  void append(Fact fact);
  void crash_if_due(EntryId first);
  Progress start_wanted();
  Progress carry_out(control::Effect const& effect);
  void set_alarm(Instant at);
  void send_to_runner(AllocationId allocation, RunnerCommand command);
  void send_to_edge(EdgeId edge, EdgeCommand command);

  SimContext& context_;
  evidence::Chain chain_;
  control::State state_;
  RouteEvents route_events_;
  InFlight in_flight_;
  Resend resend_;
  std::vector<control::Effect> wanted_;
  std::vector<Instant> alarms_;  // set and still to come
  std::uint32_t lives_ = 1;      // starts so far; the term that it leads in
  Life life_ = Life::up;
};

}  // namespace studylab::world::sim
