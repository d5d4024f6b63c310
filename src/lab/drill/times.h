#pragma once

#include <map>

#include "lab/drill/drill.h"
#include "world/plan.h"

namespace studylab::drill {

// When things happen; determined by the seed alone. The fault takes effect one to two seconds after
// an observation boundary (a whole 10 s), so that the crossing, and a burst that passes, are over
// well before the next boundary.
struct Times {
  Instant began{};
  Instant fault_at{};
  world::Timings timings;
  std::map<EdgeId, Duration> evaluation_phase;
  EdgeId first_edge;                // the first to check for crossings after the fault
  Instant alert_at{};               // when it does
  std::uint32_t pace = usual_pace;  // LevelBounds::pace
};
// How long something takes at that pace that usually takes `length`.
inline Duration at_pace(std::uint32_t pace, Duration length) { return length * pace / usual_pace; }
// Edges look for a crossing at the first instant of their phase this long after errors began.
inline constexpr Duration evaluation_delay = std::chrono::seconds{2};
// How long requests in flight may continue after the route has moved away from their release.
inline constexpr Duration drain_grace = std::chrono::seconds{4};

Times draw_times(LevelBounds const& level, std::uint32_t edges, Seed const& seed);

}  // namespace studylab::drill
