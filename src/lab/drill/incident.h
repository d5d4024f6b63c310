#pragma once

#include "lab/drill/topology.h"
#include "world/plan.h"

// The events before the alert, the same in every variant: the promotion, its release, the other
// releases, and the instants.
namespace studylab::drill {

// When things happen; determined by the seed alone. The fault takes effect one to two seconds after
// an observation boundary (a whole 10 s), so that the crossing, and a burst that passes, are over
// well before the next boundary.
struct Times {
  Instant began{};
  Instant promotion_at{};
  Instant fault_at{};
  world::Timings timings;
  std::map<EdgeId, Duration> evaluation_phase;
  EdgeId first_edge;   // the first to check for crossings after the fault
  Instant alert_at{};  // when it does
};
// Edges look for a crossing at the first instant of their phase this long after errors began.
inline constexpr Duration evaluation_delay = std::chrono::seconds{2};
// How long requests in flight may continue after the route has moved away from their release.
inline constexpr Duration drain_grace = std::chrono::seconds{4};

Times draw_times(LevelBounds const& level, std::uint32_t edges, Seed const& seed);

// Indices into the incident's environment.
struct IncidentParts {
  std::size_t release = 0;    // the promoted release
  std::size_t candidate = 0;  // listed, never promoted
  std::size_t promotion = 0;  // operation
  // Operation, with a release of its own and the same artifact.
  std::optional<std::size_t> queued_again;
  bool candidate_fits = true;
  BindingName binding;  // needed by that release and the candidate, and by no earlier release
  Migration migration;  // the migration of the release
  std::string column;   // the subject of the migration
  Manifest fixed;       // what an app owner can supply
  Digest fixed_digest;
};
IncidentParts draw_incident(DrawnTopology& topology, Drill const& drill, Seed const& seed,
                            Times const& times);

// Promotions that wait in other environments, and candidates that are never promoted. They never
// share a partition with the incident, so that a stalled partition does not affect them.
void draw_elsewhere(DrawnTopology& topology, Drill const& drill, LevelBounds const& level,
                    Seed const& seed, Times const& times);

}  // namespace studylab::drill
