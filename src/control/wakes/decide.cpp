// Requests for a wake: an operator's verbs, and edges' reports.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/gates/gates.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"
#include "control/wakes/wakes.h"

namespace studylab::control::wakes {
namespace {

std::optional<Refusal> refusal_to_begin(State const& state, EnvironmentName const& environment) {
  if (is_hot(state, environment)) {
    return Refusal{RefusalCode::awake,
                   fmt::format("{} has a ready allocation", environment.value()),
                   fmt::format("`show allocations {}` lists it", environment.value())};
  }
  if (free_slots(state) == 0) {
    return Refusal{RefusalCode::no_headroom, "no host that may be placed on has a free slot",
                   "`show hosts` shows what uses them, and which hosts are cordoned"};
  }
  return std::nullopt;
}

OperationRequested request(State const& state, RouteOwner const& owner,
                           EnvironmentName const& environment, Act const& act) {
  return operations::requested(state, requests::Wake{environment, owner.release, owner.epoch}, act);
}

// At most one wake of an environment is open. Who asks meanwhile joins it.
Operation const* to_join(State const& state, EnvironmentName const& environment) {
  return planted(Guard::sw3) ? nullptr : open_wake(state, environment);
}

// A wake that gave up stays so until an operator asks, so that requests cannot start allocations
// without end.
bool may_begin_by_itself(Sleeper const& sleeper) {
  return !sleeper.gave_up || planted(Guard::swn2);
}

Decision asked(State const& state, WakeAsked const& fact) {
  auto const* sleeper = sleeper_of(state, fact.environment);
  auto const* owner = sleeper == nullptr ? nullptr : route_of(state, fact.environment);
  if (owner == nullptr || !state.edges.contains(fact.edge)) return no_facts();
  std::vector<Fact> facts{make_fact(fact)};
  if (auto const* open = to_join(state, fact.environment)) {
    facts.push_back(make_fact(WakeJoined{open->id, fact.environment, fact.edge, {}}));
  } else if (!is_hot(state, fact.environment) && may_begin_by_itself(*sleeper)) {
    facts.push_back(make_fact(request(state, *owner, fact.environment, {})));
  }
  return facts;
}

}  // namespace

Decision decide(State const& state, Wake const& verb, Act const& act) {
  if (state.sleepers.empty()) {
    return refuse(RefusalCode::nothing_of_this_kind, "this platform has no sleeping environments",
                  "`restart` starts an environment's allocations again");
  }
  if (environment_of(state, verb.environment) == nullptr) return no_environment(verb.environment);
  if (sleeper_of(state, verb.environment) == nullptr) {
    return refuse(RefusalCode::never_sleeps,
                  fmt::format("{} declares no sleep policy", verb.environment.value()),
                  "`restart` starts its allocations again");
  }
  auto const* owner = route_of(state, verb.environment);
  if (owner == nullptr) {
    return refuse(RefusalCode::no_such_thing,
                  fmt::format("no release owns the route of {}", verb.environment.value()),
                  fmt::format("`show releases {}` lists its releases", verb.environment.value()));
  }
  if (auto const* open = to_join(state, verb.environment)) {
    return single(WakeJoined{open->id, verb.environment, EdgeId{}, act});
  }
  if (auto refusal = refusal_to_begin(state, verb.environment)) return std::unexpected(*refusal);
  return single(request(state, *owner, verb.environment, act));
}

Decision retry(State const& state, Operation const& wake, Act const& act) {
  if (auto const* open = to_join(state, wake.environment)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is {}", to_text(open->id), to_text(open->stage)),
                  fmt::format("`wait --for {}`", to_text(open->id)));
  }
  auto const& owner = *route_of(state, wake.environment);
  auto const& expected = std::get<kinds::Wake>(wake.as).expected_epoch;
  if (owner.epoch != expected) {
    return refuse(RefusalCode::epoch_conflict,
                  fmt::format("{} is at epoch {}, not {}", owner.route.value(), owner.epoch.value(),
                              expected.value()),
                  fmt::format("`wake {}` wakes the present owner", wake.environment.value()));
  }
  if (auto refusal = refusal_to_begin(state, wake.environment)) return std::unexpected(*refusal);
  return single(OperationRetried{wake.id, next(wake.attempt), act});
}

Decision decide(State const& state, WakeFact const& report) {
  return match(
      report, [&](WakeAsked const& f) { return asked(state, f); },
      [&](GateReported const& f) { return gates::decide(state, f); },
      // The control plane's own.
      [](WakeJoined const&) { return no_facts(); },
      [](WakePlacementFailed const&) { return no_facts(); },
      [](NoticeProposed const&) { return no_facts(); },
      [](WakeGaveUp const&) { return no_facts(); });
}

}  // namespace studylab::control::wakes
