#pragma once

#include "control/control.h"
#include "control/operations/effects.h"

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
// The schema that the release would run on: only a promotion runs the release's own migration; a
// rollback takes the database as it is.
SchemaVersion schema_after(Manifest const& manifest, SchemaVersion schema, OperationKind kind);
// The database verdict for a release, at the current schema or at the schema that the release's own
// migration would produce.
DatabaseCheck check_release(State const& state, EnvironmentName const& environment,
                            ReleaseId release, OperationKind kind);
// The refusal to make a release the route owner unless it is known to fit.
std::optional<Refusal> compatibility_refusal(State const& state, EnvironmentName const& environment,
                                             ReleaseId release, OperationKind kind);

// The end of the log at that instant: before the run from the rate at which it grew, later the
// latest position that was reported by then.
CommitPosition position_at(Database const& database, Instant at);
// Whether its data has damage that the latest check found.
bool is_damaged(Database const& database);
// The first damage of the latest check; nullptr: none.
Damage const* first_damage(Database const& database);
bool is_fenced(Database const& database);  // in force, and not being lifted
// The database of this name, which must have a log to restore from; or the refusal of a command
// that names it.
std::expected<Database const*, Refusal> restorable(State const& state, DatabaseName const& name);

}  // namespace studylab::control

namespace studylab::control::databases {

Decision decide(State const& state, FenceWriters const& verb, Act const& act);
Decision decide(State const& state, UnfenceWriters const& verb, Act const& act);
Decision decide(State const& state, DatabaseFact const& report);

void fold(State& state, DatabaseRegistered const& fact, EntryRef at);
void fold(State& state, DatabaseLogRecorded const& fact, EntryRef at);
void fold(State& state, BackupRecorded const& fact, EntryRef at);
void fold(State& state, ConsumerRegistered const& fact, EntryRef at);
void fold(State& state, FailoverRecorded const& fact, EntryRef at);
void fold(State& state, DatabaseFact const& fact, EntryRef at);

void react(State const& state, EffectList& effects);

void plan(State const& state, FenceWriters const& verb, Plan& plan);
void plan(State const& state, UnfenceWriters const& verb, Plan& plan);

}  // namespace studylab::control::databases
