#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "control/state.h"
#include "runner/runner.h"
#include "world/exec/in_flight.h"
#include "world/sim/sim_context.h"

namespace studylab::world::sim {

// One host's runner: its decider with its synced journal, and the stages in progress. A crash of
// the runner does not stop the processes that it started.
class RunnerProcess {
 public:
  // `platform` is where sessions find their environment again.
  RunnerProcess(SimContext& site, runner::State initial, std::vector<EdgeId> edges,
                control::State const& platform);

  HostId host() const { return state_.host; }
  runner::State const& state() const { return state_; }
  bool up() const { return life_ == Life::up; }
  std::uint32_t lives() const { return lives_; }

  void feed(runner::Input const& input);
  // Marks the initial allocations as announced to every edge, and returns the announcements.
  std::vector<EndpointReport> announce_initial();

  // What a check of this host before the run found, if the plan has one.
  void report_last_check();

  // Sessions on this host that neither their client, their resume nor their drain's deadline ended.
  std::uint64_t killed_sessions() const { return killed_; }

  // --- events ---
  void arrive(SessionsReturned const& event);
  void timer(RunnerTimer const& event);
  void finish(StageDone const& done);
  // A renewal for an edge that lost a message or restarted.
  void renew(EdgeId edge);
  void resend();

  std::optional<Report> take_report(Boot boot, ReportNumber number);
  Report const* find_report(Boot boot, ReportNumber number) const;
  // The allocations that are announced as ready.
  std::vector<AllocationId> announced() const;

  // --- faults ---
  void exit_processes(ProcessesExit const& exit);
  void exit_process(ProcessExit const& exit);
  void crash();
  void start();

 private:
  void follow();
  void carry_out(runner::Effect const& effect);
  void announce(EndpointReport const& report);
  void set_timer(runner::SetTimer const& wanted);
  // Starts work that takes a drawn time, unless it is in progress.
  void work(runner::Effect const& effect, AllocationId allocation,
            runner::StartGeneration generation, Between takes, std::uint32_t again = 0,
            Instant not_before = {});
  runner::SessionsEnded end_sessions(AllocationId allocation, runner::StartGeneration generation);
  // --- runner_sessions.cpp: sessions of a host that is drained ---
  SessionsLeave leave_of(AllocationId allocation) const;
  void drain_sessions(runner::Effect const& effect, runner::DrainSessions const& drain);
  runner::SessionsEnded account_sessions(runner::Allocation const& allocation);
  void bring_back(runner::Allocation const& allocation, std::uint32_t stored);
  runner::Rebuilt rebuild(runner::RebuildSelf const& effect);
  void exit_all(std::vector<runner::ProcessExited> const& exited);
  runner::Input start(runner::StartProcess const& effect);
  Duration start_delay(AllocationId allocation);
  ReleaseId successor_of(AllocationId allocation) const;
  Instances::Continuity continuity_of(AllocationId allocation) const;

  SimContext& context_;
  control::State const& platform_;
  runner::State state_;
  std::vector<EdgeId> edges_;
  exec::InFlight in_flight_;
  Resend resend_;
  std::optional<Instant> stages_timer_;           // as last set
  std::vector<runner::Announced> announced_now_;  // in this round; fed back after it
  std::optional<EdgeId> renewing_;                // announce to this edge only
  std::map<AllocationId, Random> times_;          // how long an allocation's stages take
  std::map<AllocationId, Random> starts_;         // which of its starts the schedule slows
  std::uint64_t killed_ = 0;                      // sessions
  std::uint32_t lives_ = 1;                       // starts so far
  Life life_ = Life::up;
};

}  // namespace studylab::world::sim
