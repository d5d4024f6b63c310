#include <algorithm>

#include "control/allocations/allocations.h"
#include "control/releases/releases.h"

namespace studylab::control {
namespace {

// Allocations of a release from a given stage up to readiness.
std::uint32_t count_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release, AllocationStage from) {
  auto const live = state.live_allocations.find({environment, release});
  if (live == state.live_allocations.end()) return 0;
  return static_cast<std::uint32_t>(std::ranges::count_if(live->second, [&](AllocationId id) {
    auto const stage = at_key(state.allocations, id).stage;
    return stage >= from && stage <= AllocationStage::ready;
  }));
}

// A wake's attempt is shown stage by stage.
StageReports reports_stages(State const& state, Allocation const& allocation) {
  auto const operation = state.operations.find(allocation.operation);
  bool const wake = operation != state.operations.end() &&
                    std::holds_alternative<kinds::Wake>(operation->second.as);
  return wake ? StageReports::yes : StageReports::no;
}

}  // namespace

std::uint32_t live_allocations(State const& state, EnvironmentName const& environment,
                               ReleaseId release) {
  return count_allocations(state, environment, release, AllocationStage::planned);
}

std::uint32_t ready_allocations(State const& state, EnvironmentName const& environment,
                                ReleaseId release) {
  return count_allocations(state, environment, release, AllocationStage::ready);
}

bool has_lost_process(Allocation const& allocation) {
  return allocation.stage == AllocationStage::failed &&
         allocation.failed_at == AllocationStage::ready;
}

StartAllocation start_message(State const& state, AllocationId id) {
  auto const& allocation = at_key(state.allocations, id);
  auto const& manifest = manifest_of(state, allocation.release);
  return StartAllocation{id,
                         allocation.environment,
                         allocation.release,
                         allocation.digest,
                         manifest.needs,
                         manifest.readiness_path,
                         allocation.operation,
                         allocation.attempt,
                         reports_stages(state, allocation)};
}

DrainAllocation drain_message(State const& state, AllocationId id) {
  // Only the drain of a host accounts for sessions.
  auto reports = SessionReports::no;
  for (auto const open : state.open_operations) {
    auto const* drain = std::get_if<kinds::Drain>(&at_key(state.operations, open).as);
    if (drain == nullptr) continue;
    auto const leaving = std::ranges::find(drain->leaving, id, &kinds::Leaving::allocation);
    if (leaving != drain->leaving.end()) reports = SessionReports::yes;
  }
  return {id, at_key(state.allocations, id).drain_deadline, reports};
}

}  // namespace studylab::control
