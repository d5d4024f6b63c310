#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/origin.h"
#include "model/release.h"

namespace studylab {

// Databases of environments.
// Kinds 700 to 799 belong to this subject. A kind's number and fields never change.

struct MigrationApplied {
  static constexpr std::uint16_t kind_number = 701;
  static constexpr std::string_view kind_name = "MigrationApplied";

  DatabaseName database;
  Migration migration;
  OperationId operation;
  std::uint64_t rows_lost = 0;
  Origin origin;

  STUDYLAB_FIELDS(database, migration, operation, rows_lost, origin)
};

using DatabaseFact = std::variant<MigrationApplied>;

}  // namespace studylab
