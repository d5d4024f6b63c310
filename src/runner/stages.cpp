#include "base/planted.h"
#include "runner/turn.h"

namespace studylab::runner {

Allocation const& begin_run(Turn& turn, RunBegan began) {
  auto const id = began.command.allocation;
  auto const* before = turn.state.journal.find(id);
  bool const known = before != nullptr;
  if (known) leave_start(turn, *before);
  turn.keep(std::move(began));
  auto const& allocation = *turn.state.journal.find(id);
  auto& memory = turn.state.memory;
  if (!known) {
    memory.insert(memory.begin() + (&allocation - turn.state.journal.allocations.data()),
                  AllocationMemory{});
  }
  auto& mine = turn.memory(allocation);
  mine.probe = 1;
  mine.probe_at = {};
  mine.cut = AllocationMemory::Cut::no;
  return allocation;
}

void leave_start(Turn& turn, Allocation const& allocation) {
  bool const under_way =
      allocation.stage == AllocationStage::starting && allocation.process == Process::none;
  if (under_way) turn.keep(ProcessSeen{allocation.command.allocation, Process::starting});
}

void enter(Turn& turn, Allocation const& allocation, AllocationStage stage) {
  turn.keep(StageEntered{allocation.command.allocation, stage, turn.now});
}

void skip_empty_stages(Turn& turn, Allocation const& allocation) {
  if (!allocation.command.needs.empty()) return;
  if (allocation.stage == AllocationStage::secrets)
    enter(turn, allocation, AllocationStage::binding);
  if (allocation.stage == AllocationStage::binding)
    enter(turn, allocation, AllocationStage::starting);
}

void fail(Turn& turn, Allocation const& allocation, std::string reason) {
  AllocationFailed failed;
  failed.allocation = allocation.command.allocation;
  failed.stage = allocation.stage;
  failed.reason = std::move(reason);
  enter(turn, allocation, AllocationStage::failed);
  turn.report(std::move(failed));
}

void end_sessions(Turn& turn, Allocation const& allocation, std::uint32_t resumed,
                  std::uint32_t fresh) {
  turn.keep(SessionsGone{allocation.command.allocation, resumed, fresh});
  stop_if_drained(turn, allocation);
}

void stop_if_drained(Turn& turn, Allocation const& allocation) {
  bool const drained = allocation.stage == AllocationStage::draining &&
                       allocation.sessions == Allocation::Sessions::ended &&
                       allocation.process == Process::none;
  if (!drained) return;
  enter(turn, allocation, AllocationStage::stopped);
  AllocationStopped stopped;
  stopped.allocation = allocation.command.allocation;
  stopped.resumed = allocation.resumed;
  stopped.fresh = allocation.fresh;
  turn.report(std::move(stopped));
}

bool is_routable(Allocation const& allocation) {
  if (allocation.process != Process::running) return false;
  if (planted(Guard::swn3) && allocation.stage == AllocationStage::readiness) return true;
  return allocation.stage == AllocationStage::ready && allocation.evidence.has_value();
}

void follow_endpoints(Turn& turn) {
  for (auto const& allocation : turn.state.journal.allocations) {
    auto& memory = turn.memory(allocation);
    auto const wanted = is_routable(allocation)        ? Said::ready
                        : memory.said == Said::nothing ? Said::nothing
                                                       : Said::leaving;
    if (wanted == memory.said) continue;
    memory.said = wanted;
    memory.announce = turn.number();
  }
}

}  // namespace studylab::runner
