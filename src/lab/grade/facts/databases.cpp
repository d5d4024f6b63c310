#include "lab/grade/facts/databases.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

void change_schema(Run& run, EntryId entry, DatabaseName const& database, SchemaVersion version) {
  if (database != run.incident->environment->database) return;
  run.databases.schema = {version, entry, EntryId{}};
}

bool prints_schema(std::string_view query) { return query == "database" || query == "databases"; }

}  // namespace

void see_schema(Run& run, FactEntry const& entry, DatabaseRegistered const& fact) {
  change_schema(run, entry.id, fact.database, fact.schema);
}

void see_migration(Run& run, FactEntry const& entry, MigrationApplied const& fact) {
  change_schema(run, entry.id, fact.database, fact.migration.to);
  run.databases.migrations.push_back({entry.id, &fact});
}

void show_schema(Run& run, FactEntry const& entry, Queried const& queried) {
  auto& schema = run.databases.schema;
  bool const shown = prints_schema(queried.query) &&
                     std::ranges::find(queried.shown, schema.entry) != queried.shown.end();
  if (shown && !schema.shown) schema.shown = entry.id;
}

}  // namespace studylab::grade
