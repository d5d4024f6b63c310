#pragma once

#include <optional>
#include <vector>

#include "control/control.h"
#include "evidence/chain.h"
#include "world/sim/in_flight.h"
#include "world/sim/route_events.h"
#include "world/sim/sim_context.h"

namespace studylab::sim {

// The leading control plane. The chain is its disk: an entry that is in it is durable. Everything
// else is a fold of it, and is lost and folded again when the process crashes.
class ControlProcess {
 public:
  explicit ControlProcess(SimContext& site);

  bool up() const { return life_ == Life::up; }
  std::uint32_t lives() const { return lives_; }
  control::State const& state() const { return state_; }
  evidence::Chain const& chain() const { return chain_; }
  RouteEvents& route_events() { return route_events_; }

  // The run's first entries: what stood before it.
  void open();
  // Carries out what the state wants. Asked after everything that may have changed it.
  void settle();

  // --- asked by the desk ---
  control::Decision command(OperatorCommand const& command);
  EntryId record(Fact fact);

  // --- messages ---
  // Nothing: it went down over it, so nobody is told anything.
  std::optional<ReportReceipt> take(Report report);
  void take(control::Built const& built);
  void take(PublishAnswered const& answered);
  // The time of some effect has come.
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
  std::vector<Instant> alarms_;  // set and not come yet
  std::uint32_t lives_ = 1;      // starts so far
  Life life_ = Life::up;
};

}  // namespace studylab::sim
