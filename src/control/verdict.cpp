// The two gates of a change of owner, and what an operator's references stand for.
#include <algorithm>

#include <fmt/format.h>

#include "control/fold.h"
#include "control/question.h"

namespace studylab::control {
namespace {

// The first applied migration that took the schema past what the release knows.
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
  SessionCheck check{SessionImpact::cold, 0};
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.environment == environment && allocation.release != to &&
        allocation.stage <= AllocationStage::ready) {
      check.fresh += allocation.sessions;
    }
  }
  if (check.fresh == 0) check.impact = SessionImpact::warm;
  return check;
}

std::expected<std::vector<EntryId>, Refusal> resolve_refs(State const& state,
                                                          std::vector<std::string> const& refs) {
  std::vector<EntryId> entries;
  for (auto const& ref : refs) {
    auto const number = parse_id<EntryId>(ref);
    auto const entry = number ? *number : latest_entry(state, ref);
    bool const known = number ? was_shown(state, entry) : state.shown_names.contains(ref);
    if (!known || !entry) {
      return std::unexpected(
          Refusal{RefusalCode::not_shown, fmt::format("'{}' has not been shown to you", ref),
                  "refer to entries and names that a look or an answer printed"});
    }
    if (std::find(entries.begin(), entries.end(), entry) == entries.end()) entries.push_back(entry);
  }
  return entries;
}

}  // namespace studylab::control
