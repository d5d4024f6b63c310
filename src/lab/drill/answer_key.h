#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/commands.h"
#include "model/enums.h"

// The answer key of one variant of a drill: what the grader reads. Closed sets of named pieces; a
// drill file composes them, and the grader decides of each whether a bundle shows it. How a world
// is made is not its subject: this header includes nothing but the model.
namespace studylab::drill {

// A fact that sets one variant apart from the others. "The incident" is the IncidentOpened entry:
// its environment, route, release (the owner of the route when it opened) and edge. A carrier is an
// entry of the platform chain that shows the fact; it counts once a query or check has printed it.
enum class ClueKind : std::uint8_t {
  // Every failed row of the incident's route is the incident's release's own answer, at every edge
  // that has reported the route since the alert. Carrier: RequestsObserved with such a failed row.
  failed_by_new_release,
  // Failed rows of the incident's route come from one edge alone, and are not a program's answer
  // (no release). Carrier: RequestsObserved of that edge with such a failed row.
  failed_at_one_edge,
  // No observation of the incident's route that began after the interval of the alert is over the
  // threshold: the rest of that interval, also at an edge that restarted in it, shows the errors
  // that the alert is about. Carrier: RequestsObserved of the route that began at or after the
  // alert and is not over.
  under_threshold,
  // The incident's bindings all answer. Carrier: BindingsProbed of its environment with none gone.
  bindings_answer,
  // One binding is gone; of all releases that served here only the incident's needs it; and it is
  // so since its allocations became ready. Carrier: BindingsProbed with it gone.
  binding_gone,
  // A rollback's plan to a release of the environment's own history finds `compatible`.
  // Carrier: Checked{rollback, finding compatible}; or the recorded ranges of such a release that
  // hold the schema's version, beside that version.
  rollback_compatible,
  // It finds `incompatible` and names the incident's own migration.
  // Carrier: Checked{rollback, finding incompatible}; the incident's own migration, where it is not
  // additive; the recorded ranges of the release before it that do not hold the schema's version.
  rollback_incompatible,
  // The incident's migration took no rows. Carrier: MigrationApplied with rows_lost = 0.
  no_rows_lost,
  // The incident's migration took rows. Carrier: MigrationApplied with rows_lost > 0.
  rows_lost,
  // One edge has not applied the incident's route event. Carrier: EdgeViewReported (or
  // RequestsObserved) of it with a lower sequence in the incident's partition than the owner's, or
  // AutoRepairGaveUp of it.
  edge_behind,
};

// An accepted repair, as the facts that it leaves: the verb that brought them does not matter.
enum class RepairOutcome : std::uint8_t {
  // Nothing is to be repaired.
  nothing,
  // The route's owner is an earlier release of this environment's own history, moved there by an
  // operation after the alert whose PolicyChecked is `compatible`; none of its services had
  // symptoms.
  earlier_release_owns,
  // The route's owner is a release that was registered before the alert and never served here, with
  // another digest than the incident's; its PolicyChecked is `compatible`.
  listed_fix_owns,
  // OwnerRepaired{migration} brought a release, and it owns the route; its PolicyChecked is
  // `compatible`.
  brought_fix_owns,
  // OwnerRepaired{binding} with the gone binding's name.
  binding_answers,
  // EdgeResumed at the edge that was behind, in the incident's partition, at or past the owner's
  // sequence.
  edge_has_new_baseline,
};

// How wide the accepted repair itself acts: a step towards it that acts wider is too wide.
Reach reach_of(RepairOutcome outcome);

// The fact that shows that a required step was done.
enum class RequiredFact : std::uint8_t {
  // EnvironmentFrozen of the incident's environment, in force from the first movement of a repair
  // until that repair has ended.
  environment_frozen,
  // Operation and route owner queried before any log and before the first repair.
  state_before_logs,
  // Classified, in force when the first repair is attempted (at the end, where there is none).
  class_in_force,
  // RouteOwnerMoved to the earlier release by an operation of kind rollback.
  rolled_back_by_operation,
  // RouteOwnerMoved to the fitting release by a promotion asked for as a forward fix.
  forward_fix_by_operation,
};

struct RequiredStep {
  std::string id;  // of the runbook: BD1
  RequiredFact fact = RequiredFact::class_in_force;
  std::vector<RepairOutcome> with;  // due with these repairs only; empty: always
};

// What a published status may name as the cause without contradicting the facts. `provider` is the
// provider of the binding that is gone.
enum class StatusCause : std::uint8_t { app, platform, provider };

enum class End : std::uint8_t { resolved, handed_over };

struct AnswerKey {
  std::string drill;    // bad-deploy
  std::string runbook;  // bad-deploy
  std::string variant;  // app-only
  FaultClass fault_class = FaultClass::no_fault;
  std::vector<ClueKind> clues;  // never empty
  // Never empty; `nothing` alone where nothing is to be repaired.
  std::vector<RepairOutcome> repairs;
  std::vector<RequiredStep> required;
  std::vector<StatusCause> causes;
  End end = End::resolved;
};

std::string_view to_text(ClueKind fact);          // failed-by-new-release
std::string_view to_text(RepairOutcome outcome);  // earlier-release-owns
std::string_view to_text(RequiredFact fact);      // environment-frozen
std::string_view to_text(StatusCause cause);      // app
std::string_view to_text(End end);                // resolved, handed-over

}  // namespace studylab::drill
