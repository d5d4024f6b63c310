#pragma once

#include "lab/grade/pieces.h"

// The accepted repairs of bad deploy alone.
namespace studylab::grade::bad_deploy {

// The route's owner is a release that was registered before the alert and never served here, with
// another digest than the incident's; its PolicyChecked is `compatible`.
extern AcceptedRepair const listed_fix_owns;

// OwnerRepaired{migration} brought a release, and it owns the route; its PolicyChecked is
// `compatible`.
extern AcceptedRepair const brought_fix_owns;

// OwnerRepaired{binding} with the gone binding's name.
extern AcceptedRepair const binding_answers;

}  // namespace studylab::grade::bad_deploy
