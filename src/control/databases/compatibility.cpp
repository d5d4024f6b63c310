// Whether a release fits a database.
#include <fmt/format.h>

#include "control/databases/databases.h"
#include "control/environments/environments.h"
#include "control/releases/releases.h"

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

Database const* database_of(State const& state, EnvironmentName const& environment) {
  auto const* declared = environment_of(state, environment);
  if (declared == nullptr) return nullptr;
  auto const found = state.databases.find(declared->declared.database);
  return found == state.databases.end() ? nullptr : &found->second;
}

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

SchemaVersion schema_after(Manifest const& manifest, SchemaVersion schema, OperationKind kind) {
  auto const& migration = manifest.migration;
  bool const runs = kind == OperationKind::promotion && migration && migration->to > schema &&
                    migration->from == schema;
  return runs ? migration->to : schema;
}

DatabaseCheck check_release(State const& state, EnvironmentName const& environment,
                            ReleaseId release, OperationKind kind) {
  auto const& manifest = manifest_of(state, release);
  auto const* database = database_of(state, environment);
  if (database == nullptr) return DatabaseCheck{};
  return check_database(manifest, *database, schema_after(manifest, database->schema, kind));
}

std::optional<Refusal> compatibility_refusal(State const& state, EnvironmentName const& environment,
                                             ReleaseId release, OperationKind kind) {
  auto const check = check_release(state, environment, release, kind);
  if (check.verdict == DatabaseVerdict::compatible) return std::nullopt;
  if (check.verdict == DatabaseVerdict::unknown) {
    return Refusal{
        RefusalCode::database_incompatible,
        fmt::format(
            "the schema versions that {} reads and writes are not recorded: verdict unknown",
            to_text(release)),
        "choose a release whose plan says compatible"};
  }
  auto const migration = check.breaking.value().empty()
                             ? std::string{}
                             : fmt::format(" since migration {}", check.breaking.value());
  return Refusal{
      RefusalCode::database_incompatible,
      fmt::format("{} does not fit schema {}{}", to_text(release), check.schema.value(), migration),
      "deploy a forward fix whose plan fits"};
}

}  // namespace studylab::control
