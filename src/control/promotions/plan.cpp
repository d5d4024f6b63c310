#include <algorithm>

#include <fmt/format.h>

#include "control/allocations/allocations.h"
#include "control/databases/databases.h"
#include "control/environments/environments.h"
#include "control/operations/operations.h"
#include "control/plan_lines.h"
#include "control/promotions/promotions.h"
#include "control/providers/health.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {
namespace {

std::string range_text(std::optional<VersionRange> const& range) {
  return range ? fmt::format("{}..{}", range->low.value(), range->high.value()) : "not recorded";
}

// What is accepted where an earlier release does not fit. No release brings lost rows back.
std::string other_paths(EnvironmentName const& environment, Database const& database,
                        MigrationName const& breaking) {
  bool const removed_rows = std::ranges::any_of(database.migrations, [&](auto const& applied) {
    return applied.migration.name == breaking && applied.rows_lost > 0;
  });
  if (removed_rows || is_damaged(database)) {
    return fmt::format("`restore plan {}`: rows are gone or wrong, which no release brings back",
                       database.registered.database.value());
  }
  return fmt::format(
      "`deploy {0} --release REL --forward-fix` with a release whose plan fits; if none is "
      "listed, `notify-owner {0} --repair migration` requests one",
      environment.value());
}

void database_lines(State const& state, EnvironmentName const& environment, ReleaseId release,
                    OperationKind kind, Plan& plan) {
  auto const& manifest = manifest_of(state, release);
  auto const* database = database_of(state, environment);
  auto const check = check_release(state, environment, release, kind);
  plan.finding = to_text(check.verdict);
  add(plan, "release range",
      fmt::format("reads {} writes {}", range_text(manifest.reads), range_text(manifest.writes)),
      at_key(state.releases, release).entry);
  if (database == nullptr) {
    add(plan, "database", "none is registered", environment_of(state, environment)->entry);
    return;
  }
  auto const after = check.schema == database->schema ? "" : " after its migration";
  add(plan, "database",
      fmt::format("{}: schema {}{}", to_text(check.verdict), check.schema.value(), after),
      database->schema_entry);
  if (check.verdict != DatabaseVerdict::incompatible) return;
  for (auto const& applied : database->migrations) {
    if (applied.migration.name != check.breaking) continue;
    add(plan, "broken by",
        fmt::format("{} ({} to {}, {})", applied.migration.name.value(),
                    applied.migration.from.value(), applied.migration.to.value(),
                    to_text(applied.migration.kind)),
        applied.entry);
  }
  add(plan, "other paths", other_paths(environment, *database, check.breaking), EntryId{});
}

// The plan of a command that moves an owner: the swap, both gates, the artifact and its bindings.
void owner_plan(State const& state, EnvironmentName const& environment, std::string const& name,
                OperationKind kind, Plan& plan) {
  auto const release = parse_id<ReleaseId>(name);
  auto const* owner = route_of(state, environment);
  if (owner == nullptr || !release || !state.releases.contains(*release)) return;
  if (at_key(state.releases, *release).registered.environment != environment) return;
  add(plan, "owner",
      fmt::format("{} to {}, epoch {} to {}", to_text(owner->release), to_text(*release),
                  owner->epoch.value(), owner->epoch.value() + 1),
      owner->entry);
  database_lines(state, environment, *release, kind, plan);
  auto const sessions = check_sessions(state, environment, *release);
  add(plan, "sessions",
      sessions.impact == SessionImpact::warm
          ? std::string{"warm: sessions keep their state"}
          : fmt::format("cold: {} sessions would start afresh", sessions.fresh),
      environment_of(state, environment)->sessions_moved_entry
          ? environment_of(state, environment)->sessions_moved_entry
          : environment_of(state, environment)->entry);
  auto const& artifact = artifact_of(state, *release);
  add(plan, "artifact",
      fmt::format("{} {}", short_text(artifact.stored.digest),
                  artifact.in_store ? "is in the store" : "is not in the store"),
      artifact.in_store ? artifact.entry : artifact.gone_entry);
  for (auto const& binding : manifest_of(state, *release).needs) {
    auto const found = state.bindings.find(binding);
    if (found == state.bindings.end()) continue;
    auto const& probed = found->second.probed;
    add(plan, "needs",
        fmt::format("{} ({})", binding.value(),
                    probed ? to_text(probed->state) : std::string_view{"not probed"}),
        probed ? found->second.probed_entry : found->second.entry);
  }
}

}  // namespace

void plan(State const& state, Rollback const& verb, Plan& plan) {
  owner_plan(state, verb.environment, verb.release, OperationKind::rollback, plan);
}

void plan(State const& state, Deploy const& verb, Plan& plan) {
  owner_plan(state, verb.environment, verb.release,
             verdict_kind(OperationKind::promotion, verb.forward_fix), plan);
  auto const release = parse_id<ReleaseId>(verb.release);
  if (!release || !state.releases.contains(*release)) return;
  auto const lacks = missing_evidence(state, verb.environment, *release, state.last_at);
  if (!lacks.empty()) add(plan, "would wait", "evidence unavailable: " + lacks, state.probes_entry);
}

void plan(State const& state, Retry const& verb, Plan& plan) {
  auto const id = parse_id<OperationId>(verb.operation);
  if (!id || !state.operations.contains(*id)) return;
  auto const& operation = at_key(state.operations, *id);
  if (!changes_owner(operation)) return;
  owner_plan(state, operation.environment, to_text(release_of(operation)), verdict_kind(operation),
             plan);
}

void plan(State const& state, Cancel const& verb, Plan& plan) {
  auto const id = parse_id<OperationId>(verb.operation);
  if (!id || !state.operations.contains(*id)) return;
  auto const& operation = at_key(state.operations, *id);
  auto const of =
      changes_owner(operation) ? " of " + to_text(release_of(operation)) : std::string{};
  add(plan, "would cancel", fmt::format("{}{}, {}", to_text(*id), of, to_text(operation.stage)),
      operation.stage_entry);
}

}  // namespace studylab::control::promotions
