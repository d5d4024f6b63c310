#pragma once

#include "lab/grade/run.h"

namespace studylab::grade::bad_deploy {

// The migration that the incident's operation applied; nullptr: it applied none.
MigrationSeen const* find_own_migration(Run const& run);

}  // namespace studylab::grade::bad_deploy
