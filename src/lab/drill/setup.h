#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "lab/drill/drill.h"
#include "model/facts.h"
#include "model/lab_facts.h"
#include "world/plan.h"

// What a seed makes of a drill. All random choices come from named streams that do not depend on
// the variant. For one seed, every variant has the same names, kinds and numbers of objects; only
// field values differ.
namespace studylab::drill {

// `live`: exactly 2 edges and 3 hosts, as the live world has.
enum class Topology : std::uint8_t { drawn, live };

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
  Instant fault_at{};       // when the fault's effect begins
  Instant alert_at{};       // when that edge sees the crossing
};

// The fact in which the fault becomes visible. A run is valid only if it exists.
enum class Witness : std::uint8_t {
  alert,                // IncidentOpened itself
  failed_answer,        // an answer of the incident's release that failed
  failed_binding,       // the same, because of the missing binding
  answer_at_old_owner,  // an edge found no endpoint for the release that owned the route before
};
bool witnesses(Witness witness, Incident const& incident, Fact const& fact);

struct DrawnRun {
  Variant const* variant = nullptr;  // of the drill that was given
  world::Plan plan;  // `opened` lacks what the session adds: clock, operator, commitment
  Incident incident;
  std::vector<FaultInjected> faults;
  Witness witness = Witness::alert;
  std::string alert;  // the drill's alert with the incident's names filled in
};

// The variant that the seed draws; all are equally likely.
Variant const& drawn_variant(Drill const& drill, Seed const& seed);

// `variant` is one of the drill's.
DrawnRun draw(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
              Topology topology);

}  // namespace studylab::drill
