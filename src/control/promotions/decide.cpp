// Verbs that change who owns a route. They check both gates, the freeze and the history.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/promotions/promotions.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {
namespace {

std::string name_of(ReleaseId release) { return to_text(release); }

std::unexpected<Refusal> no_release(EnvironmentName const& environment, std::string const& name) {
  return refuse(RefusalCode::no_such_thing,
                fmt::format("{} has no release '{}'", environment.value(), name),
                fmt::format("`show releases {}` lists them", environment.value()));
}

std::unexpected<Refusal> already_owner(RouteOwner const& owner, std::string right) {
  return refuse(RefusalCode::already_owner,
                fmt::format("{} already owns {}", name_of(owner.release), owner.route.value()),
                std::move(right));
}

std::optional<Refusal> database_refusal(State const& state, EnvironmentName const& environment,
                                        ReleaseId release, OperationKind kind) {
  auto const check = check_release(state, environment, release, kind);
  if (check.verdict == DatabaseVerdict::compatible) return std::nullopt;
  if (check.verdict == DatabaseVerdict::unknown) {
    return Refusal{
        RefusalCode::database_incompatible,
        fmt::format(
            "the schema versions that {} reads and writes are not recorded: verdict unknown",
            name_of(release)),
        "choose a release whose plan says compatible"};
  }
  auto const migration = check.breaking.value().empty()
                             ? std::string{}
                             : fmt::format(" since migration {}", check.breaking.value());
  return Refusal{
      RefusalCode::database_incompatible,
      fmt::format("{} does not fit schema {}{}", name_of(release), check.schema.value(), migration),
      "deploy a forward fix whose plan fits"};
}

// The checks of both verbs once the release is known: artifact, conflicting operation, free slots.
std::optional<Refusal> start_refusal(State const& state, EnvironmentName const& environment,
                                     ReleaseId release) {
  auto const& artifact = artifact_of(state, release);
  if (!artifact.in_store) {
    return Refusal{RefusalCode::artifact_gone,
                   fmt::format("{}'s artifact {} is not in the store", name_of(release),
                               short_text(artifact.stored.digest)),
                   fmt::format("choose a release whose artifact `show releases {}` lists as stored",
                               environment.value())};
  }
  if (auto const* busy = conflicting_operation(state, environment, OperationId{})) {
    return Refusal{RefusalCode::operation_running,
                   fmt::format("{} ({}) has not moved the owner yet", to_text(busy->id),
                               to_text(kind_of(*busy))),
                   fmt::format("`wait --for {}`", to_text(busy->id))};
  }
  if (!may_place(state, environment, release)) {
    auto const& declared = at_key(state.environments, environment).declared;
    return Refusal{RefusalCode::no_headroom,
                   fmt::format("{} replicas are declared and {} slots are free", declared.replicas,
                               free_slots(state)),
                   "`show hosts` shows what uses them"};
  }
  return std::nullopt;
}

KeyEpoch epoch_of(State const& state, auto const& verb) {
  return route_of(state, verb.environment)->epoch;
}

}  // namespace

Decision decide(State const& state, Rollback const& verb, Act const& act) {
  if (verb.as_data_repair) {
    return refuse(RefusalCode::route_is_not_data, "moving a route back does not change the data",
                  "repair the data in the database");
  }
  if (verb.without_database_check && !planted(Guard::bdn3)) {
    return refuse(RefusalCode::database_check_required, "the database check cannot be skipped",
                  "`rollback … --plan` prints its verdict");
  }
  auto const* owner = route_of(state, verb.environment);
  if (owner == nullptr) return no_environment(verb.environment);
  auto const release = parse_id<ReleaseId>(verb.release);
  if (!release || !state.releases.contains(*release))
    return no_release(verb.environment, verb.release);
  if (owner->release == *release) return already_owner(*owner, "choose an earlier release");
  auto const own = at_key(state.releases, *release).registered.environment == verb.environment;
  if (!own || (!has_served(state, verb.environment, *release) && !planted(Guard::bdn1))) {
    return refuse(
        RefusalCode::rollback_needs_promoted_artifact,
        fmt::format("{} has never run in {}", verb.release, verb.environment.value()),
        fmt::format("`show releases {}` shows which were promoted", verb.environment.value()));
  }
  if (auto refusal = database_refusal(state, verb.environment, *release, OperationKind::rollback);
      refusal && !planted(Guard::bdn3)) {
    return std::unexpected(*refusal);
  }
  if (auto refusal = start_refusal(state, verb.environment, *release))
    return std::unexpected(*refusal);
  return single(operations::requested(
      state, requests::Rollback{verb.environment, *release, epoch_of(state, verb)}, act));
}

Decision decide(State const& state, Deploy const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  auto const release = parse_id<ReleaseId>(verb.release);
  bool const own = release && state.releases.contains(*release) &&
                   at_key(state.releases, *release).registered.environment == verb.environment;
  if (!own) return no_release(verb.environment, verb.release);
  auto const* owner = route_of(state, verb.environment);
  if (owner != nullptr && owner->release == *release) {
    return already_owner(*owner, "choose another release; `restart` starts this one again");
  }
  bool const fix = verb.forward_fix == ForwardFix::yes;
  bool const in_incident =
      is_open(state.incident) && environment_of(state.incident->opened) == verb.environment;
  if (fix && !in_incident) {
    return refuse(RefusalCode::promotion_misfit,
                  fmt::format("no incident is open on {}", verb.environment.value()),
                  "deploy without `--forward-fix`");
  }
  if (frozen(*environment) && !fix && !planted(Guard::bd1)) {
    return refuse(
        RefusalCode::environment_frozen,
        fmt::format("{} is frozen by {}", verb.environment.value(), to_text(environment->freeze)),
        "use `--forward-fix` while the incident is open and the plan fits");
  }
  auto const kind = verdict_kind(OperationKind::promotion, verb.forward_fix);
  if (auto refusal = database_refusal(state, verb.environment, *release, kind)) {
    return std::unexpected(*refusal);
  }
  if (auto refusal = start_refusal(state, verb.environment, *release))
    return std::unexpected(*refusal);
  return single(operations::requested(
      state,
      requests::Promotion{verb.environment, *release, verb.forward_fix, epoch_of(state, verb)},
      act));
}

Decision retry(State const& state, Operation const& operation, Act const& act) {
  auto const& change = owner_change(operation);
  auto const& environment = at_key(state.environments, operation.environment);
  if (frozen(environment) && held_by_freeze(operation) && !planted(Guard::bd1)) {
    return refuse(RefusalCode::environment_frozen,
                  fmt::format("{} is frozen by {}", operation.environment.value(),
                              to_text(environment.freeze)),
                  "lift the freeze first: `unfreeze ENV`");
  }
  auto const* owner = route_of(state, operation.environment);
  if (change.expected_epoch != KeyEpoch{} && owner->epoch != change.expected_epoch &&
      !planted(Guard::bd4)) {
    return refuse(RefusalCode::epoch_conflict,
                  fmt::format("{} is at epoch {}, not {}", owner->route.value(),
                              owner->epoch.value(), change.expected_epoch.value()),
                  "plan it again");
  }
  if (auto refusal =
          database_refusal(state, operation.environment, change.release, verdict_kind(operation))) {
    return std::unexpected(*refusal);
  }
  if (auto refusal = start_refusal(state, operation.environment, change.release)) {
    return std::unexpected(*refusal);
  }
  return single(OperationRetried{operation.id, next(operation.attempt), act});
}

Decision decide(State const& state, Cancel const& verb, Act const& act) {
  auto const found = operations::named(state, verb.operation);
  if (!found) return std::unexpected(found.error());
  auto const& operation = **found;
  if (ended(operation.stage)) {
    return refuse(RefusalCode::operation_ended,
                  fmt::format("{} ended {}", verb.operation, to_text(operation.stage)),
                  "only a waiting promotion can be cancelled");
  }
  if (!accepts(operation, StageEvent::cancelled)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is {}", verb.operation, to_text(operation.stage)),
                  "only a waiting promotion can be cancelled");
  }
  return single(OperationCancelled{operation.id, act});
}

}  // namespace studylab::control::promotions
