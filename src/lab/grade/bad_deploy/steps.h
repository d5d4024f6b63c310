#pragma once

#include "lab/grade/pieces.h"

// The required facts of bad deploy alone. Which verb asked for the operation does not matter.
namespace studylab::grade::bad_deploy {

// RouteOwnerMoved to the earlier release by an operation of kind rollback.
extern RequiredFact const rolled_back_by_operation;

// RouteOwnerMoved to the fitting release by a promotion asked for as a forward fix.
extern RequiredFact const forward_fix_by_operation;

// CutOver of a restore that repaired the incident's data.
extern RequiredFact const data_restored_by_operation;

}  // namespace studylab::grade::bad_deploy
