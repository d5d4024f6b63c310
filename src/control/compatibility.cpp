// The two gates of a change of owner: database and sessions.
#include "control/lookups.h"

namespace studylab::control {
namespace {

// The first applied migration that took the schema past the release's range.
MigrationName breaking_migration(Database const& database, VersionRange const& range) {
  for (auto const& applied : database.migrations) {
    if (applied.migration.to > range.high) return applied.migration.name;
  }
  return MigrationName{};
}

}  // namespace

DatabaseCheck check_database(Manifest const& manifest, Database const& database,
                             SchemaVersion schema) {
  DatabaseCheck check;
  check.schema = schema;
  if (!manifest.reads || !manifest.writes || schema == SchemaVersion{}) return check;
  bool const fits = manifest.reads->holds(schema) && manifest.writes->holds(schema);
  check.verdict = fits ? DatabaseVerdict::compatible : DatabaseVerdict::incompatible;
  if (!fits) {
    auto const& tighter =
        manifest.reads->high < manifest.writes->high ? *manifest.reads : *manifest.writes;
    check.breaking = breaking_migration(database, tighter);
  }
  return check;
}

SessionCheck check_sessions(State const& state, EnvironmentName const& environment, ReleaseId to) {
  auto const* owner = route_of(state, environment);
  STUDYLAB_CHECK(owner != nullptr);
  auto const& declared = at_key(state.environments, environment).declared;
  bool const reads_state =
      manifest_of(state, owner->release).state_schema == manifest_of(state, to).state_schema;
  if (declared.session_store == SessionStore::durable && reads_state) return SessionCheck{};
  SessionCheck check{SessionImpact::cold, at_key(state.environments, environment).sessions_moved};
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.environment == environment && allocation.release != to &&
        allocation.stage <= AllocationStage::ready) {
      check.fresh += allocation.sessions;
    }
  }
  if (check.fresh == 0) check.impact = SessionImpact::warm;
  return check;
}

}  // namespace studylab::control
