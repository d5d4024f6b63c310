#include "base/planted.h"
#include "runner/input_context.h"

namespace studylab::runner {

Allocation const& begin_generation(InputContext& context, GenerationBegan began) {
  auto const id = began.command.allocation;
  auto const* before = context.state.journal.find(id);
  bool const known = before != nullptr;
  if (known) leave_start(context, *before);
  context.append(std::move(began));
  auto const& allocation = *context.state.journal.find(id);
  auto& memory = context.state.memory;
  if (!known) {
    auto const index = static_cast<std::ptrdiff_t>(*context.state.journal.index_of(id));
    memory.insert(memory.begin() + index, AllocationMemory{});
  }
  auto& mine = context.memory(id);
  mine.probe = 1;
  mine.probe_at.reset();
  mine.cut = AllocationMemory::Cut::no;
  return allocation;
}

void leave_start(InputContext& context, Allocation const& allocation) {
  bool const in_flight =
      allocation.stage == AllocationStage::starting && allocation.process == Process::none;
  if (in_flight) context.append(ProcessSeen{allocation.command.allocation, Process::starting});
}

void enter(InputContext& context, Allocation const& allocation, AllocationStage stage) {
  context.append(StageEntered{allocation.command.allocation, stage, context.now});
}

void skip_empty_stages(InputContext& context, Allocation const& allocation) {
  if (!allocation.command.needs.empty()) return;
  if (allocation.stage == AllocationStage::secrets) {
    pass(context, allocation, "it needs no secret");
    enter(context, allocation, AllocationStage::binding);
  }
  if (allocation.stage == AllocationStage::binding) {
    pass(context, allocation, "it needs no binding");
    enter(context, allocation, AllocationStage::starting);
  }
}

namespace {

// Restarts are not attempts of a wake: only the start itself reports its stages.
bool keeps_stages(Allocation const& allocation) {
  return allocation.command.stage_reports == StageReports::yes &&
         allocation.operation == allocation.command.operation;
}

void see(InputContext& context, Allocation const& allocation, StageOutcome outcome,
         std::string seen) {
  if (!keeps_stages(allocation)) return;
  context.append(StageEnded{
      allocation.command.allocation,
      StageSeen{allocation.stage, allocation.since, context.now, outcome, std::move(seen)}});
}

}  // namespace

void pass(InputContext& context, Allocation const& allocation, std::string seen) {
  see(context, allocation, StageOutcome::passed, std::move(seen));
}

void report_stages(InputContext& context, Allocation const& allocation) {
  if (!keeps_stages(allocation)) return;
  AllocationStagesReported reported;
  reported.allocation = allocation.command.allocation;
  reported.stages = allocation.stages;
  context.report(std::move(reported));
}

void fail(InputContext& context, Allocation const& allocation, std::string reason) {
  // Once its program had started, the stages were reported.
  bool const unreported =
      allocation.stage >= AllocationStage::pulling && allocation.stage <= AllocationStage::starting;
  if (unreported) {
    see(context, allocation, StageOutcome::failed, reason);
    report_stages(context, allocation);
  }
  AllocationFailed failed;
  failed.allocation = allocation.command.allocation;
  failed.stage = allocation.stage;
  failed.reason = std::move(reason);
  enter(context, allocation, AllocationStage::failed);
  context.report(std::move(failed));
}

void end_sessions(InputContext& context, Allocation const& allocation,
                  SessionsCounted const& counted) {
  context.append(SessionsGone{allocation.command.allocation, counted.resumed, counted.fresh,
                              counted.held, counted.ended});
  stop_if_drained(context, allocation);
}

void stop_if_drained(InputContext& context, Allocation const& allocation) {
  bool const drained = allocation.stage == AllocationStage::draining &&
                       allocation.sessions == Allocation::Sessions::ended &&
                       allocation.process == Process::none;
  if (!drained) return;
  enter(context, allocation, AllocationStage::stopped);
  if (allocation.session_reports == SessionReports::yes) {
    SessionsDrained seen;
    seen.allocation = allocation.command.allocation;
    seen.at_start = allocation.held;
    seen.ended = allocation.ended;
    seen.stored = allocation.resumed;
    seen.cut = allocation.fresh;
    context.report(std::move(seen));
  }
  AllocationStopped stopped;
  stopped.allocation = allocation.command.allocation;
  stopped.resumed = allocation.resumed;
  stopped.fresh = allocation.fresh;
  context.report(std::move(stopped));
}

bool is_routable(Allocation const& allocation) {
  if (allocation.process != Process::running) return false;
  if (planted(Guard::swn3) && allocation.stage == AllocationStage::readiness) return true;
  return allocation.stage == AllocationStage::ready && allocation.evidence.has_value();
}

void follow_endpoints(InputContext& context) {
  for (std::size_t i = 0; i < context.state.memory.size(); ++i) {
    auto const& allocation = context.state.journal.allocations[i];
    auto& memory = context.state.memory[i];
    auto const wanted = is_routable(allocation)                          ? AnnouncedState::ready
                        : memory.announced_state == AnnouncedState::none ? AnnouncedState::none
                                                                         : AnnouncedState::draining;
    if (wanted == memory.announced_state) continue;
    memory.announced_state = wanted;
    memory.announce = context.number();
  }
}

}  // namespace studylab::runner
