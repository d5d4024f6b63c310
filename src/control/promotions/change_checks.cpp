#include "control/promotions/change_checks.h"

#include <fmt/format.h>

#include "control/decision.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/promotions/promotions.h"
#include "control/releases/releases.h"

namespace studylab::control::promotions {

std::unexpected<Refusal> no_release(EnvironmentName const& environment, std::string const& name) {
  return refuse(RefusalCode::no_such_thing,
                fmt::format("{} has no release '{}'", environment.value(), name),
                fmt::format("`show releases {}` lists them", environment.value()));
}

std::unexpected<Refusal> already_owner(RouteOwner const& owner, std::string right) {
  return refuse(RefusalCode::already_owner,
                fmt::format("{} already owns {}", to_text(owner.release), owner.route.value()),
                std::move(right));
}

std::optional<Refusal> start_refusal(State const& state, EnvironmentName const& environment,
                                     ReleaseId release) {
  auto const& artifact = artifact_of(state, release);
  if (!artifact.in_store) {
    return Refusal{RefusalCode::artifact_gone,
                   fmt::format("{}'s artifact {} is not in the store", to_text(release),
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

}  // namespace studylab::control::promotions
