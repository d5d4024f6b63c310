// Runners' reports about their allocations.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/allocations/stages.h"
#include "control/decision.h"
#include "control/operations/operations.h"
#include "control/wakes/wakes.h"

namespace studylab::control::allocations {
namespace {

bool being_restarted(State const& state, AllocationId id) {
  for (auto const open : state.open_operations) {
    auto const* restart = std::get_if<kinds::Restart>(&at_key(state.operations, open).as);
    if (restart != nullptr && !restart->left.empty() && restart->left.front() == id) return true;
  }
  return false;
}

// An allocation that has been ready becomes ready again, or fails to, only by a restart.
bool expects(State const& state, Allocation const& allocation, AllocationEvent event) {
  bool const was_ready =
      allocation.stage == AllocationStage::ready || allocation.stage == AllocationStage::failed;
  return accepts(allocation, event) && (!was_ready || being_restarted(state, allocation.id));
}

// The process of a ready allocation can end at any time.
bool has_ended(Allocation const& allocation, AllocationFailed const& f) {
  return allocation.stage == AllocationStage::ready && f.stage == AllocationStage::ready;
}

Decision allocation_ready(State const& state, AllocationReady const& f) {
  auto const found = state.allocations.find(f.allocation);
  if (found == state.allocations.end()) {
    return operations::late({}, f.allocation, "ready: this allocation was never planned", f.origin);
  }
  auto const& allocation = found->second;
  if (!expects(state, allocation, AllocationEvent::became_ready)) {
    return operations::late(allocation.operation, f.allocation,
                            fmt::format("ready: it is {}", to_text(allocation.stage)), f.origin);
  }
  if (f.digest != allocation.digest) {
    return operations::late(allocation.operation, f.allocation,
                            fmt::format("ready: it runs {}, not {}", short_text(f.digest),
                                        short_text(allocation.digest)),
                            f.origin);
  }
  // Only a passed readiness probe makes an allocation ready.
  if (!probe_passed(f.probe_status) && !planted(Guard::swn3)) {
    return operations::late(allocation.operation, f.allocation,
                            fmt::format("ready: its probe answered {}", f.probe_status), f.origin);
  }
  return single(f);
}

Decision allocation_failed(State const& state, AllocationFailed const& f) {
  auto const found = state.allocations.find(f.allocation);
  bool const wanted =
      found != state.allocations.end() &&
      (has_ended(found->second, f) || expects(state, found->second, AllocationEvent::failed));
  if (wanted) return single(f);
  auto const operation = found == state.allocations.end() ? OperationId{} : found->second.operation;
  return operations::late(operation, f.allocation, "failed: no operation is waiting for it",
                          f.origin);
}

Decision allocation_stopped(State const& state, AllocationStopped const& f) {
  auto const found = state.allocations.find(f.allocation);
  if (found != state.allocations.end() && accepts(found->second, AllocationEvent::stopped))
    return single(f);
  auto const operation = found == state.allocations.end() ? OperationId{} : found->second.operation;
  return operations::late(operation, f.allocation, "stopped: it was not draining", f.origin);
}

Decision stages_reported(State const& state, AllocationStagesReported const& f) {
  auto const found = state.allocations.find(f.allocation);
  bool const expected =
      found != state.allocations.end() && found->second.stage == first_allocation_stage;
  if (!expected) {
    auto const operation =
        found == state.allocations.end() ? OperationId{} : found->second.operation;
    return operations::late(operation, f.allocation, "stages: it is not being started", f.origin);
  }
  std::vector<Fact> facts{make_fact(f)};
  if (auto next = wakes::next_stage_after(state, f)) facts.push_back(std::move(*next));
  return facts;
}

}  // namespace

Decision decide(State const& state, AllocationFact const& fact) {
  return match(
      fact, [](AllocationPlanned const&) { return no_facts(); },
      [](AllocationDraining const&) { return no_facts(); },
      [&](AllocationReady const& f) { return allocation_ready(state, f); },
      [&](AllocationFailed const& f) { return allocation_failed(state, f); },
      [&](AllocationStopped const& f) { return allocation_stopped(state, f); },
      [&](AllocationStagesReported const& f) { return stages_reported(state, f); });
}

}  // namespace studylab::control::allocations
