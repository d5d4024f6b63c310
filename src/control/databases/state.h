#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct AppliedMigration {
  Migration migration;
  std::uint64_t rows_lost = 0;
  EntryId entry;
};

struct Database {
  DatabaseRegistered registered;
  SchemaVersion schema;
  std::vector<AppliedMigration> migrations;  // oldest first
  EntryId entry;
  EntryId schema_entry;
};

namespace kinds {

struct Migration {
  ReleaseId release;
};

}  // namespace kinds

struct Databases {
  std::map<DatabaseName, Database> databases;
};

}  // namespace studylab::control
