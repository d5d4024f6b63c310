#pragma once

#include "control/control.h"

namespace studylab::control {

Database const* database_of(State const& state, EnvironmentName const& environment);

struct DatabaseCheck {
  DatabaseVerdict verdict = DatabaseVerdict::unknown;
  // The first applied migration past the release's range; empty if there is none.
  MigrationName breaking;
  SchemaVersion schema;  // checked against
};
// Compatible: the version lies in both ranges. Incompatible: outside one of them. Unknown: a range
// or the version is not recorded.
DatabaseCheck check_database(Manifest const& manifest, Database const& database,
                             SchemaVersion schema);
// The database verdict for a release, at the current schema or at the schema that the release's own
// migration would produce.
DatabaseCheck check_release(State const& state, EnvironmentName const& environment,
                            ReleaseId release, OperationKind kind);

}  // namespace studylab::control

namespace studylab::control::databases {

Decision decide(State const& state, DatabaseFact const& report);

void fold(State& state, DatabaseRegistered const& fact, EntryRef at);
void fold(State& state, DatabaseFact const& fact, EntryRef at);

}  // namespace studylab::control::databases
