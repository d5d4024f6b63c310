#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/commands.h"
#include "model/enums.h"

// The answer key of one variant of a drill, which the grader reads. It consists of named pieces
// from closed sets. A drill file composes them, and the grader decides for each whether a bundle
// shows it. The key does not describe how a world is made: this header includes only the model.
namespace studylab::drill {

// A fact that distinguishes one variant from the others. "The incident" is the IncidentOpened
// entry: its environment, route, release (the route owner when it opened) and edge. A clue's
// entries are the entries of the platform chain that show the fact; one counts once any query has
// shown it to the operator.
enum class ClueKind : std::uint8_t {
  // Every failed row of the incident's route is the incident's release's own answer, at every edge
  // that has reported the route since the alert. Entries: RequestsObserved with such a failed row.
  failed_by_new_release,
  // Failed rows of the incident's route come from one edge alone, and are not a program's answer
  // (no release). Entries: RequestsObserved of that edge with such a failed row.
  failed_at_one_edge,
  // No observation of the incident's route that began at or after the alert is over the threshold
  // (the rest of the interval in which an edge raised the alert began just before it). Entries:
  // RequestsObserved of the route that began at or after the alert and is not over.
  under_threshold,
  // The incident's bindings all answer. Entries: BindingsProbed of its environment with none gone.
  bindings_answer,
  // One binding is gone; of all releases that served here only the incident's needs it; and it is
  // so since its allocations became ready. Entries: BindingsProbed with it gone.
  binding_gone,
  // A rollback's plan to a release of the environment's own history finds `compatible`.
  // Entries: Checked{rollback, finding compatible}.
  rollback_compatible,
  // It finds `incompatible` and names the incident's own migration.
  // Entries: Checked{rollback, finding incompatible}.
  rollback_incompatible,
  // The incident's migration removed no rows. Entries: MigrationApplied with rows_lost = 0.
  no_rows_lost,
  // The incident's migration removed rows. Entries: MigrationApplied with rows_lost > 0.
  rows_lost,
  // One edge has not applied the incident's route event. Entries: EdgeViewReported (or
  // RequestsObserved) of it with a lower sequence in the incident's partition than the owner's, or
  // AutoRepairGaveUp of it.
  edge_behind,
};

// The query or check that prints a clue, as typed after `show` or before `--plan`. For hints and
// the debrief: a fact that another query shows counts the same.
enum class InstrumentKind : std::uint8_t { query, check };
struct Instrument {
  InstrumentKind kind = InstrumentKind::query;
  std::string word;  // `errors`, `bindings`, `database`, `route --edges`, `rollback`
};

struct Clue {
  ClueKind fact = ClueKind::failed_by_new_release;
  Instrument instrument;
};

// An accepted repair, as the facts that it leaves, regardless of the verbs that led to them.
enum class RepairOutcome : std::uint8_t {
  // Nothing needs a repair.
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

// The reach of the accepted repair itself: a wider action towards it is oversize.
Reach reach_of(RepairOutcome outcome);

// The fact that shows that a required step was done.
enum class RequiredFact : std::uint8_t {
  // EnvironmentFrozen of the incident's environment, before the first repair moves anything.
  environment_frozen,
  // Operation and route owner queried before any log and before the first repair.
  state_before_logs,
  // Classified, in force when the first repair is attempted (at the end, if there is none).
  class_in_force,
  // RouteOwnerMoved to the earlier release by an operation of kind rollback.
  rolled_back_by_operation,
  // RouteOwnerMoved to the fitting release by a promotion requested as a forward fix.
  forward_fix_by_operation,
};

struct RequiredStep {
  std::string id;  // of the runbook: BD1
  RequiredFact fact = RequiredFact::class_in_force;
  std::vector<RepairOutcome> with;  // required with these repairs only; empty: always
};

enum class End : std::uint8_t { resolved, handed_over };

struct AnswerKey {
  std::string drill;    // bad-deploy
  std::string runbook;  // bad-deploy
  std::string variant;  // app-only
  FaultClass fault_class = FaultClass::no_fault;
  std::vector<Clue> clues;  // never empty
  // Never empty; `nothing` alone if nothing needs a repair.
  std::vector<RepairOutcome> repairs;
  std::vector<RequiredStep> required;
  End end = End::resolved;
};

std::string_view to_text(ClueKind fact);            // failed-by-new-release
std::string_view to_text(RepairOutcome outcome);    // earlier-release-owns
std::string_view to_text(RequiredFact fact);        // environment-frozen
std::string_view to_text(End end);                  // resolved, handed-over
std::string to_text(Instrument const& instrument);  // `show errors`, `rollback --plan`

}  // namespace studylab::drill
