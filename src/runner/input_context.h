#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "model/facts.h"
#include "runner/runner.h"

namespace studylab::runner {

// What the parts of one `step` share. Every change of the journal goes through `append`.
struct InputContext {
  State& state;
  Instant now;
  Output& out;

  void append(JournalRecord record) {
    evolve(state.journal, record);
    out.journal.push_back(std::move(record));
  }

  ReportNumber number() { return state.last_number = next(state.last_number); }

  template <class F>
  void report(F fact) {
    auto const n = number();
    fact.origin = {state.process, state.journal.boot, n, now};
    append(ReportQueued{state.journal.boot, n, Report{make_fact(std::move(fact))}});
  }

  AllocationMemory& memory(AllocationId allocation) {
    auto const index = state.journal.index_of(allocation);
    STUDYLAB_CHECK(index && state.memory.size() == state.journal.allocations.size());
    return state.memory[*index];
  }
};

// Records the start of a generation and resets the allocation's memory.
Allocation const& begin_generation(InputContext& context, GenerationBegan began);
void enter(InputContext& context, Allocation const& allocation, AllocationStage stage);
// Skips the stages that have nothing to do for this allocation.
void skip_empty_stages(InputContext& context, Allocation const& allocation);
// Call this before leaving a generation: a start in progress continues, and the process that it
// starts must be stopped.
void leave_start(InputContext& context, Allocation const& allocation);
// What its present stage saw, kept for the report of the stages; call it before `enter`.
void pass(InputContext& context, Allocation const& allocation, std::string seen);
// Reports the stages seen so far, if the start was asked to.
void report_stages(InputContext& context, Allocation const& allocation);
// Fails the allocation in its present stage.
void fail(InputContext& context, Allocation const& allocation, std::string reason);
// Stops the allocation, and reports it, once its sessions and its process have ended.
void stop_if_drained(InputContext& context, Allocation const& allocation);
// How the sessions of a draining allocation ended; see SessionsEnded.
struct SessionsCounted {
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
  std::uint32_t held = 0;
  std::uint32_t ended = 0;
};
void end_sessions(InputContext& context, Allocation const& allocation,
                  SessionsCounted const& counted);

// Whether the process runs and its readiness probe passed in this generation.
bool is_routable(Allocation const& allocation);
// Announces every change of what is routable.
void follow_endpoints(InputContext& context);

Outcome take_command(InputContext& context, RunnerCommand const& command);

}  // namespace studylab::runner
