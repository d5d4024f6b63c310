#include "control/databases/databases.h"

#include "control/decision.h"
#include "control/operations/operations.h"

namespace studylab::control::databases {
namespace {

Decision migrated(State const& state, MigrationApplied const& f) {
  auto const found = state.databases.find(f.database);
  if (found == state.databases.end() || found->second.schema >= f.migration.to) {
    return operations::late(f.operation, {}, "migration: it has already been applied", f.origin);
  }
  return single(f);
}

}  // namespace

Decision decide(State const& state, DatabaseFact const& report) {
  return match(report, [&](MigrationApplied const& f) { return migrated(state, f); });
}

void fold(State& state, DatabaseRegistered const& fact, EntryRef at) {
  Database database{fact, fact.schema, {}, at.id, at.id};
  for (auto const& migration : fact.migrations) {
    database.migrations.push_back(AppliedMigration{migration, 0, at.id});
  }
  state.databases[fact.database] = std::move(database);
}

void fold(State& state, DatabaseFact const& fact, EntryRef at) {
  match(fact, [&](MigrationApplied const& f) {
    auto& database = at_key(state.databases, f.database);
    database.schema = f.migration.to;
    database.schema_entry = at.id;
    database.migrations.push_back(AppliedMigration{f.migration, f.rows_lost, at.id});
  });
}

}  // namespace studylab::control::databases
