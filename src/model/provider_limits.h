#pragma once

#include "base/instant.h"

namespace studylab {

// How fresh the facts about providers and regions are, and how old they may be where a decision
// rests on them.

// The monitor probes every watched provider at every whole multiple of this.
inline constexpr Duration probe_interval = std::chrono::seconds{10};
// It reports at every whole multiple of this, and at once on a change.
inline constexpr Duration report_interval = std::chrono::seconds{30};
// Without a younger probe, a provider's state is unknown.
inline constexpr Duration probe_lifetime = std::chrono::seconds{90};
// An older proof shows nothing about a region.
inline constexpr Duration proof_lifetime = std::chrono::minutes{2};
// A program's error is a provider's if its binding failed within this before it.
inline constexpr Duration attribution_time = std::chrono::seconds{10};

}  // namespace studylab
