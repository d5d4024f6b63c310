#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "control/state.h"
#include "runner/runner.h"
#include "world/sim/in_flight.h"
#include "world/sim/sim_context.h"

namespace studylab::sim {

// One host's runner: its decider, what it keeps synced, and the stages that it has under way.
// Processes outlive their runner: a crash of it stops nothing that runs.
class RunnerProcess {
 public:
  // `platform` says where sessions find their environment again.
  RunnerProcess(SimContext& site, runner::State initial, std::vector<EdgeId> edges,
                control::State const& platform);

  HostId host() const { return state_.host; }
  runner::State const& state() const { return state_; }
  bool up() const { return life_ == Life::up; }
  std::uint32_t lives() const { return lives_; }

  void feed(runner::Input const& input);
  // What stood before the run has been announced to everybody: says what.
  std::vector<EndpointReport> announce_initial();

  // --- events ---
  void timer(RunnerTimer const& event);
  void finish(StageDone const& done);
  // The renewal that brings an edge what a lost message or its own restart kept from it.
  void renew(EdgeId edge);
  void resend();

  std::optional<Report> take_report(Boot boot, ReportNumber number);
  Report const* find_report(Boot boot, ReportNumber number) const;
  // The allocations that edges would have addresses of.
  std::vector<AllocationId> announced() const;

  // --- faults ---
  void crash();
  void start();

 private:
  void follow();
  void carry_out(runner::Effect const& effect);
  void announce(EndpointReport const& report);
  void set_timer(runner::SetTimer const& wanted);
  // Work that is done after a drawn time, unless it is under way.
  void work(runner::Effect const& effect, AllocationId allocation,
            runner::StartGeneration generation, Between takes, std::uint32_t again = 0);
  runner::SessionsEnded end_sessions(AllocationId allocation, runner::StartGeneration generation);
  Duration start_delay(AllocationId allocation);
  ReleaseId successor_of(AllocationId allocation) const;
  Instances::Continuity continuity_of(AllocationId allocation) const;

  SimContext& context_;
  control::State const& platform_;
  runner::State state_;
  std::vector<EdgeId> edges_;
  InFlight in_flight_;
  Resend resend_;
  std::optional<Instant> stages_timer_;           // as last set
  std::vector<runner::Announced> announced_now_;  // in this turn, to be fed back
  std::optional<EdgeId> renewing_;                // announce to this edge only
  std::map<AllocationId, Random> times_;          // how long an allocation's stages take
  std::map<AllocationId, Random> starts_;         // which of its starts the schedule slows
  std::uint32_t lives_ = 1;                       // starts so far
  Life life_ = Life::up;
};

}  // namespace studylab::sim
