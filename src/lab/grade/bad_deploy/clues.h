#pragma once

#include "lab/grade/pieces.h"

// The clues of bad deploy alone. "The incident" is the IncidentOpened entry: its environment,
// route, release (the owner of the route when it opened) and edge.
namespace studylab::grade::bad_deploy {

// Every failed row of the incident's route is the incident's release's own answer, at every edge
// that has reported the route since the alert. Carrier: RequestsObserved with such a failed row.
extern Clue const failed_by_new_release;

// The incident's bindings all answer. Carrier: BindingsProbed of its environment with none gone.
extern Clue const bindings_answer;

// One binding is gone; of all releases that served here only the incident's needs it; and it is so
// since its allocations became ready. Carrier: BindingsProbed with it gone.
extern Clue const binding_gone;

// The incident's migration took no rows. Carrier: MigrationApplied with rows_lost = 0.
extern Clue const no_rows_lost;

// The incident's migration took rows. Carrier: MigrationApplied with rows_lost > 0; a
// DatabaseChecked that finds rows gone.
extern Clue const rows_lost;

// A rollback's plan to a release of the environment's own history finds `compatible`.
// Carrier: Checked{rollback, finding compatible}; or the recorded ranges of such a release that
// hold the schema's version, beside that version.
extern Clue const rollback_compatible;

// It finds `incompatible` and names the incident's own migration.
// Carrier: Checked{rollback, finding incompatible}; the incident's own migration, where it is not
// additive; the recorded ranges of the release before it that do not hold the schema's version.
extern Clue const rollback_incompatible;

}  // namespace studylab::grade::bad_deploy
