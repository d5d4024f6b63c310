#pragma once

#include <vector>

#include "lab/grade/pieces.h"

// The subject of databases.
namespace studylab::grade {

// The schema of the incident's database.
struct SchemaSeen {
  SchemaVersion version;
  EntryId entry;  // of the fact that last changed it
  EntryId shown;  // the first query that printed that fact
};

struct MigrationSeen {
  EntryId entry;
  MigrationApplied const* applied = nullptr;
};

struct Databases {
  SchemaSeen schema;
  std::vector<MigrationSeen> migrations;  // of any database, in their order
};

void see_schema(Run& run, FactEntry const& entry, DatabaseRegistered const& fact);
void see_migration(Run& run, FactEntry const& entry, MigrationApplied const& fact);
// Notes whether a query printed the present schema.
void show_schema(Run& run, FactEntry const& entry, Queried const& queried);

}  // namespace studylab::grade
