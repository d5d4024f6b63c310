#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/fact_kind.h"
#include "model/origin.h"
#include "model/release.h"

namespace studylab {

// Databases of environments.
// Kinds 700 to 799 belong to this subject.

struct MigrationApplied {
  static constexpr FactKind fact_kind{701, 1, "MigrationApplied"};

  DatabaseName database;
  Migration migration;
  OperationId operation;
  std::uint64_t rows_lost = 0;
  Origin origin;

  STUDYLAB_FIELDS(database, migration, operation, rows_lost, origin)
};

using DatabaseFact = std::variant<MigrationApplied>;

}  // namespace studylab
