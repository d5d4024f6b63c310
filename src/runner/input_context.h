#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "model/facts.h"
#include "runner/runner.h"

namespace studylab::runner {

// One turn of `step`: what its parts share. Every change of the journal goes through `keep`.
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

// Keeps the run's beginning, with memory beside it.
Allocation const& begin_generation(InputContext& context, GenerationBegan began);
void enter(InputContext& context, Allocation const& allocation, AllocationStage stage);
// What a stage asks for may be nothing: goes on over such stages.
void skip_empty_stages(InputContext& context, Allocation const& allocation);
// To be called before a run is left: a start of its process that is under way goes on, and what it
// starts is to be taken down.
void leave_start(InputContext& context, Allocation const& allocation);
// Fails in the stage that it is in.
void fail(InputContext& context, Allocation const& allocation, std::string reason);
// Stopped, and reported so, where its sessions have ended and no process is left.
void stop_if_drained(InputContext& context, Allocation const& allocation);
void end_sessions(InputContext& context, Allocation const& allocation, std::uint32_t resumed,
                  std::uint32_t fresh);

// An endpoint rests on a readiness probe that passed in this run, of a process that runs.
bool is_routable(Allocation const& allocation);
// Brings what is to be announced up to what is routable.
void follow_endpoints(InputContext& context);

Outcome take_command(InputContext& context, RunnerCommand const& command);

}  // namespace studylab::runner
