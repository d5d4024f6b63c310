// Restarts of allocations, one at a time.
#include <fmt/format.h>

#include "control/allocations/allocations.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/operations/operations.h"
#include "control/plan_lines.h"
#include "control/routes/routes.h"

namespace studylab::control::allocations {
namespace {

Decision finish(Operation const& restart) {
  if (!std::get<kinds::Restart>(restart.as).left.empty()) return no_facts();
  return operations::reach(restart, StageEvent::finished, "every allocation is ready again");
}

// Whether the restart made it fail; one whose process had ended before is what it restarts.
bool has_failed(Operation const& restart, Allocation const& allocation) {
  return allocation.stage == AllocationStage::failed &&
         allocation.stage_entry > restart.stage_entry;
}

// The allocations that an environment's restart can make ready again: the ready ones, and those of
// the route's owner whose process has ended.
bool can_restart(State const& state, Allocation const& allocation) {
  if (allocation.stage == AllocationStage::ready) return true;
  auto const* owner = route_of(state, allocation.environment);
  return has_lost_process(allocation) && owner != nullptr && owner->release == allocation.release;
}

Decision fail(State const& state, Operation const& restart) {
  auto const& left = std::get<kinds::Restart>(restart.as).left;
  if (left.empty()) return no_facts();
  auto const& allocation = at_key(state.allocations, left.front());
  if (!has_failed(restart, allocation)) return no_facts();
  return operations::reach(restart, StageEvent::failed,
                           fmt::format("{} failed at {}: {}", to_text(allocation.id),
                                       to_text(allocation.failed_at), allocation.reason));
}

}  // namespace

Decision decide(State const& state, Restart const& verb, Act const& act) {
  requests::Restart request;
  if (auto const id = parse_id<AllocationId>(verb.object); id && state.allocations.contains(*id)) {
    request.allocation = *id;
    request.environment = at_key(state.allocations, *id).environment;
  } else if (environment_of(state, EnvironmentName{verb.object}) != nullptr) {
    request.environment = EnvironmentName{verb.object};
  } else {
    return refuse(RefusalCode::no_such_thing,
                  fmt::format("'{}' is neither an allocation nor an environment", verb.object),
                  "`show allocations` lists them");
  }
  bool const stored = at_key(state.environments, request.environment).declared.session_store ==
                      SessionStore::durable;
  std::uint32_t found = 0;
  AllocationId ended;
  // No report states which allocation holds the moved sessions, so any of them can.
  auto sessions = at_key(state.environments, request.environment).sessions_moved;
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.environment != request.environment) continue;
    if (!can_restart(state, allocation)) continue;
    if (request.allocation && id != request.allocation) continue;
    ++found;
    if (has_lost_process(allocation)) ended = id;
    if (allocation.stage == AllocationStage::ready) sessions += allocation.sessions;
  }
  if (found == 0) {
    return refuse(RefusalCode::nothing_ready,
                  fmt::format("no allocation of '{}' is ready", verb.object),
                  "`show allocations` prints their stages");
  }
  if (sessions > 0 && !stored) {
    return refuse(RefusalCode::sessions_active,
                  fmt::format("{} live sessions would end: {} has no session store", sessions,
                              request.environment.value()),
                  ended ? fmt::format("`restart {}` starts only what has ended", to_text(ended))
                        : std::string{"wait until its sessions have ended"});
  }
  return single(operations::requested(state, std::move(request), act));
}

Decision proceed(State const& state, Operation const& restart, StepKind step) {
  if (step == StepKind::finish) return finish(restart);
  if (step == StepKind::fail) return fail(state, restart);
  return no_facts();
}

std::vector<AllocationId> to_restart(State const& state, requests::Restart const& request) {
  if (request.allocation) return {request.allocation};
  std::vector<AllocationId> all;
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.environment != request.environment) continue;
    if (can_restart(state, allocation)) all.push_back(id);
  }
  return all;
}

void react(State const& state, Operation const& restart, EffectList& effects) {
  if (restart.stage != Stage::running) return;
  auto const& left = std::get<kinds::Restart>(restart.as).left;
  if (left.empty()) {
    effects.proceed(StepKind::finish, restart, restart.stage_entry);
    return;
  }
  auto const& allocation = at_key(state.allocations, left.front());
  if (has_failed(restart, allocation)) {
    effects.proceed(StepKind::fail, restart, allocation.stage_entry);
    return;
  }
  effects.add(RestartOnRunner{allocation.id, restart.id, restart.attempt}, restart.id.number,
              allocation.id.number, restart.attempt.value());
}

void plan(State const& state, Restart const& verb, Plan& plan) {
  for (auto const& [id, allocation] : state.allocations) {
    if (!can_restart(state, allocation)) continue;
    if (to_text(id) != verb.object && allocation.environment.value() != verb.object) continue;
    bool const ready = allocation.stage == AllocationStage::ready;
    add(plan, "would restart",
        ready ? fmt::format("{}, {} sessions", to_text(id), allocation.sessions)
              : fmt::format("{}, whose process has ended", to_text(id)),
        allocation.stage_entry);
  }
}

}  // namespace studylab::control::allocations
