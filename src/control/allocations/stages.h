#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "control/allocations/state.h"
#include "control/operations/stages.h"

namespace studylab::control {

inline constexpr std::array restart_stages{
    StageTransition{Stage::running, StageEvent::finished, Stage::healthy},
    StageTransition{Stage::running, StageEvent::failed, Stage::failed},
};

// An allocation as the control plane sees it; its runner goes through the stages from `planned` to
// `ready` alone.
enum class AllocationEvent : std::uint8_t { became_ready, failed, drained, stopped };
std::string_view to_text(AllocationEvent event);

using AllocationTransition = Transition<AllocationStage, AllocationEvent>;

inline constexpr AllocationStage first_allocation_stage = AllocationStage::planned;
inline constexpr std::array allocation_stages{
    AllocationTransition{AllocationStage::planned, AllocationEvent::became_ready,
                         AllocationStage::ready},
    AllocationTransition{AllocationStage::planned, AllocationEvent::failed,
                         AllocationStage::failed},
    AllocationTransition{AllocationStage::planned, AllocationEvent::drained,
                         AllocationStage::draining},
    // A restart makes a ready allocation ready again, or fails it.
    AllocationTransition{AllocationStage::ready, AllocationEvent::became_ready,
                         AllocationStage::ready},
    // A ready one also fails when its process ends.
    AllocationTransition{AllocationStage::ready, AllocationEvent::failed, AllocationStage::failed},
    // A restart of one whose process has ended.
    AllocationTransition{AllocationStage::failed, AllocationEvent::became_ready,
                         AllocationStage::ready},
    AllocationTransition{AllocationStage::failed, AllocationEvent::failed, AllocationStage::failed},
    AllocationTransition{AllocationStage::ready, AllocationEvent::drained,
                         AllocationStage::draining},
    AllocationTransition{AllocationStage::draining, AllocationEvent::stopped,
                         AllocationStage::stopped},
};

std::optional<AllocationStage> next_stage(Allocation const& allocation, AllocationEvent event);
inline bool accepts(Allocation const& allocation, AllocationEvent event) {
  return next_stage(allocation, event).has_value();
}

}  // namespace studylab::control
