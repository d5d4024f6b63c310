#pragma once

#include "lab/grade/pieces.h"

// The accepted repairs of damaged data.
namespace studylab::grade {

// A point-in-time restore of before the damage serves, its check found nothing, every consumer is
// settled, and writers are admitted with a release that fits and does not write damaged rows.
extern AcceptedRepair const restored_by_pitr;
// Rows that were gone were copied from a clone; later writes were kept.
extern AcceptedRepair const repaired_forward;

}  // namespace studylab::grade
