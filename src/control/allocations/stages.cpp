#include "control/allocations/stages.h"

#include "model/enum_names.h"

namespace studylab::control {

std::string_view to_text(AllocationEvent event) {
  return word_of(event, Words<4>{"became ready", "failed", "drained", "stopped"});
}

std::optional<AllocationStage> next_stage(Allocation const& allocation, AllocationEvent event) {
  return next_stage(std::span<AllocationTransition const>{allocation_stages}, allocation.stage,
                    event);
}

}  // namespace studylab::control
