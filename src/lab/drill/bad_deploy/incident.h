#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "lab/drill/databases.h"
#include "lab/drill/decoys.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

// The events before the alert, the same in every variant: the promotion, its release, and the other
// releases.
namespace studylab::drill::bad_deploy {

// In half of the seeds the listed candidate fits no existing schema.
inline constexpr Decoy misfit_candidate{"misfit-candidate"};
// The defective artifact as another release, in a promotion that waits.
inline constexpr Decoy same_artifact_queued{"same-artifact-queued"};

// The incident as only the lab knows it.
struct Incident {
  EnvironmentName environment;
  RouteKey route;
  PartitionId partition;
  OperationId operation;     // the promotion of `release`
  ReleaseId release;         // the release that the promotion deploys
  ReleaseId previous;        // owned the route before, and serves well
  Digest digest;             // of `release`
  OperationId queued_again;  // the same artifact, later; none if the drill does not have this decoy
  ReleaseId candidate;       // listed, never promoted
  bool candidate_fits = false;
  EdgeId edge;              // the first to check for crossings after the fault: it raises the alert
  BindingName binding;      // that only `release` and `candidate` need
  MigrationName migration;  // the migration of `release`
  DrawnDatabase database;
  Instant fault_at{};  // when the fault's effect begins
  Instant alert_at{};  // when that edge sees the crossing
};

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

}  // namespace studylab::drill::bad_deploy
