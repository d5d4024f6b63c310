// The steps of a wake: its attempts, one after another, and its end.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/decision.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"
#include "control/wakes/wakes.h"

namespace studylab::control::wakes {
namespace {

using operations::reach;

kinds::Wake const& as_wake(Operation const& wake) { return std::get<kinds::Wake>(wake.as); }

bool owner_moved(State const& state, Operation const& wake) {
  return route_of(state, wake.environment)->epoch != as_wake(wake).expected_epoch;
}

// One that a runner works on; the next attempt waits for its end.
bool in_flight(State const& state, Operation const& wake) {
  return live_allocations(state, wake.environment, as_wake(wake).release) > 0;
}

Allocation const* allocation_of(State const& state, WakeAttempt const& attempt) {
  return attempt.allocation ? &at_key(state.allocations, attempt.allocation) : nullptr;
}

bool attempt_over(State const& state, Operation const& wake) {
  if (as_wake(wake).attempts.empty()) return false;
  auto const* allocation = allocation_of(state, as_wake(wake).attempts.back());
  return allocation != nullptr && (allocation->stage == AllocationStage::failed ||
                                   allocation->stage == AllocationStage::stopped);
}

Decision end_attempt(State const& state, Operation const& wake) {
  if (!accepts(wake, StageEvent::attempt_failed) || !attempt_over(state, wake)) return no_facts();
  auto const& allocation = *allocation_of(state, as_wake(wake).attempts.back());
  auto const why = allocation.stage == AllocationStage::failed
                       ? fmt::format("{} failed at {}: {}", to_text(allocation.id),
                                     to_text(allocation.failed_at), allocation.reason)
                       : fmt::format("{} was stopped", to_text(allocation.id));
  return reach(wake, StageEvent::attempt_failed, why);
}

// Where its last attempt got to, and what was seen there.
NoticeProposed proposed(State const& state, Operation const& wake) {
  NoticeProposed notice{wake.environment, wake.id, wake.attempt, AllocationStage::planned,
                        "no attempt was begun"};
  // The runner may still work on an attempt from before a retry.
  bool const none = attempts_made(wake) == 0 && !in_flight(state, wake);
  if (none || as_wake(wake).attempts.empty()) return notice;
  auto const& last = as_wake(wake).attempts.back();
  auto const* allocation = allocation_of(state, last);
  if (allocation == nullptr) {
    notice.seen = last.unplaced;
  } else if (allocation->stage == AllocationStage::failed) {
    notice.stage = allocation->failed_at;
    notice.seen = allocation->reason;
  } else {
    notice.stage = wake.stage == Stage::readiness_wait ? AllocationStage::readiness
                                                       : AllocationStage::starting;
    notice.seen = "it was not ready in time";
  }
  return notice;
}

Decision give_up(State const& state, Operation const& wake, std::string why) {
  if (!accepts(wake, StageEvent::failed)) return no_facts();
  std::vector<Fact> facts;
  facts.push_back(make_fact(proposed(state, wake)));
  facts.push_back(make_fact(WakeGaveUp{wake.id, wake.environment, attempts_made(wake), why}));
  facts.push_back(make_fact(StageReached{wake.id, Stage::failed, wake.attempt, std::move(why)}));
  return facts;
}

Decision fail(State const& state, Operation const& wake) {
  if (owner_moved(state, wake)) {
    return reach(wake, StageEvent::failed, "the route's owner has moved");
  }
  bool const spent =
      wake.stage == Stage::placing && attempts_used(state, wake) && !in_flight(state, wake);
  if (!spent) return no_facts();
  auto const attempts = attempts_of(state, wake);
  bool const retried = as_wake(wake).first.value() > 1;
  return give_up(state, wake,
                 retried ? fmt::format("the {} attempts since its retry are used up", attempts)
                         : fmt::format("its {} attempts are used up", attempts));
}

Decision place(State const& state, Operation const& wake, Instant now) {
  bool const due = accepts(wake, StageEvent::placed) && !attempts_used(state, wake) &&
                   !in_flight(state, wake) && now >= next_attempt_at(state, wake);
  if (!due || owner_moved(state, wake)) return no_facts();
  if (now >= wake_deadline(state, wake) && !planted(Guard::sw4)) return no_facts();
  auto const& as = as_wake(wake);
  auto const attempt = attempts_made(wake) == 0 ? as.first : next(wake.attempt);
  auto const host = next_host(state);
  if (!host) {
    return single(
        WakePlacementFailed{wake.id, attempt, "no host that may be placed on has a free slot"});
  }
  AllocationPlanned const planned{next_id(state.allocations),
                                  wake.environment,
                                  as.release,
                                  artifact_of(state, as.release).stored.digest,
                                  host,
                                  wake.id,
                                  attempt};
  std::vector<Fact> facts;
  facts.push_back(make_fact(planned));
  facts.push_back(
      make_fact(StageReached{wake.id, Stage::starting, attempt,
                             fmt::format("{} on {}", to_text(planned.allocation), to_text(host))}));
  return facts;
}

Decision finish(State const& state, Operation const& wake) {
  auto const live = state.live_allocations.find({wake.environment, as_wake(wake).release});
  if (live == state.live_allocations.end() || owner_moved(state, wake)) return no_facts();
  for (auto const id : live->second) {
    if (at_key(state.allocations, id).stage != AllocationStage::ready) continue;
    return reach(wake, StageEvent::finished, fmt::format("{} is ready", to_text(id)));
  }
  return no_facts();
}

Decision budget_over(State const& state, Operation const& wake, Instant now) {
  if (planted(Guard::sw4) || now < wake_deadline(state, wake)) return no_facts();
  auto const& budget = at_key(state.sleepers, wake.environment).policy.budget;
  return give_up(state, wake, fmt::format("its budget of {} is used up", to_text(budget)));
}

}  // namespace

std::optional<Fact> next_stage_after(State const& state, AllocationStagesReported const& report) {
  auto const& allocation = at_key(state.allocations, report.allocation);
  auto const found = state.operations.find(allocation.operation);
  if (found == state.operations.end() || !std::holds_alternative<kinds::Wake>(found->second.as)) {
    return std::nullopt;
  }
  auto const& wake = found->second;
  bool const runs = !report.stages.empty() &&
                    report.stages.back().stage == AllocationStage::starting &&
                    report.stages.back().outcome == StageOutcome::passed;
  if (!runs || allocation.attempt != wake.attempt || !accepts(wake, StageEvent::runs)) {
    return std::nullopt;
  }
  return make_fact(StageReached{wake.id, Stage::readiness_wait, wake.attempt, ""});
}

Decision proceed(State const& state, Operation const& wake, StepKind step) {
  switch (step) {
    case StepKind::begin: return reach(wake, StageEvent::began, "");
    case StepKind::end_attempt: return end_attempt(state, wake);
    case StepKind::finish: return finish(state, wake);
    case StepKind::fail: return fail(state, wake);
    case StepKind::open_incident:
    case StepKind::start:
    case StepKind::check_policy:
    case StepKind::place:
    case StepKind::move_owner:
    case StepKind::mark_replaced:
    case StepKind::drain_next: return no_facts();
  }
  return no_facts();
}

Decision elapsed(State const& state, Operation const& wake, TimerKind timer, Instant now) {
  if (timer == TimerKind::next_attempt) return place(state, wake, now);
  if (timer == TimerKind::wake_budget) return budget_over(state, wake, now);
  return no_facts();
}

void react(State const& state, Operation const& wake, EffectList& effects) {
  auto const& as = as_wake(wake);
  if (wake.stage == Stage::requested) {
    effects.proceed(StepKind::begin, wake, wake.stage_entry);
    return;
  }
  if (owner_moved(state, wake)) {
    effects.proceed(StepKind::fail, wake, state.last_entry);
    return;
  }
  if (ready_allocations(state, wake.environment, as.release) > 0) {
    effects.proceed(StepKind::finish, wake, state.last_entry);
    return;
  }
  effects.wake(TimerKind::wake_budget, wake, as.begun_entry, wake_deadline(state, wake));
  if (wake.stage != Stage::placing) {
    if (attempt_over(state, wake)) effects.proceed(StepKind::end_attempt, wake, state.last_entry);
  } else if (!in_flight(state, wake)) {
    if (attempts_used(state, wake)) {
      effects.proceed(StepKind::fail, wake, state.last_entry);
    } else {
      effects.wake(TimerKind::next_attempt, wake, wake.stage_entry, next_attempt_at(state, wake));
    }
  }
}

}  // namespace studylab::control::wakes
