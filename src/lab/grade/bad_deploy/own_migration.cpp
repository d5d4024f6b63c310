#include "lab/grade/bad_deploy/own_migration.h"

namespace studylab::grade::bad_deploy {

MigrationSeen const* find_own_migration(Run const& run) {
  MigrationSeen const* own = nullptr;
  for (auto const& seen : run.databases.migrations) {
    if (seen.applied->operation == run.incident->operation) own = &seen;
  }
  return own;
}

}  // namespace studylab::grade::bad_deploy
