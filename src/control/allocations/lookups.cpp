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

}  // namespace studylab::control
