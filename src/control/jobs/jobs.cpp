// Jobs and migrations that run by themselves: when they begin, and how they end.
#include "control/jobs/jobs.h"

#include <fmt/format.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/operations/operations.h"

namespace studylab::control {

Scheduled const* schedule_of(Operation const& operation) {
  if (auto const* job = std::get_if<kinds::Job>(&operation.as)) return job;
  return std::get_if<kinds::Migration>(&operation.as);
}

Scheduled* schedule_of(Operation& operation) {
  return const_cast<Scheduled*>(schedule_of(std::as_const(operation)));
}

}  // namespace studylab::control

namespace studylab::control::jobs {
namespace {

bool held_by_pause(State const& state, Operation const& operation) {
  return paused(at_key(state.environments, operation.environment)) && !planted(Guard::po3);
}

}  // namespace

Decision proceed(State const& state, Operation const& operation, StepKind step) {
  auto const* schedule = schedule_of(operation);
  bool const starts = step == StepKind::start && schedule != nullptr && schedule->due;
  if (!starts || held_by_pause(state, operation)) return no_facts();
  return operations::reach(operation, StageEvent::started, "it is no longer held back");
}

Decision elapsed(State const& state, Operation const& operation, TimerKind timer) {
  auto const* schedule = schedule_of(operation);
  if (timer != TimerKind::start_scheduled || schedule == nullptr || schedule->due) {
    return no_facts();
  }
  if (held_by_pause(state, operation)) {
    auto const& environment = at_key(state.environments, operation.environment);
    return operations::reach(operation, StageEvent::held,
                             fmt::format("{} is paused by {}", operation.environment.value(),
                                         to_text(environment.pause)));
  }
  return operations::reach(operation, StageEvent::started, "its scheduled time has come");
}

Decision decide(State const& state, JobEnded const& report) {
  auto const found = state.operations.find(report.operation);
  bool const done = report.result == JobResult::done;
  auto const event = done ? StageEvent::finished : StageEvent::failed;
  bool const wanted = found != state.operations.end() && schedule_of(found->second) != nullptr &&
                      accepts(found->second, event);
  if (!wanted) return no_facts();
  std::vector<Fact> facts{make_fact(report)};
  facts.push_back(make_fact(StageReached{report.operation, done ? Stage::healthy : Stage::failed,
                                         found->second.attempt, report.why}));
  return facts;
}

void add_end(State const& state, MigrationApplied const& report, std::vector<Fact>& facts) {
  auto const found = state.operations.find(report.operation);
  bool const its = found != state.operations.end() && schedule_of(found->second) != nullptr &&
                   accepts(found->second, StageEvent::finished);
  if (!its) return;
  facts.push_back(make_fact(StageReached{report.operation, Stage::healthy, found->second.attempt,
                                         "the migration is applied"}));
}

void reached(Operation& operation, EntryRef at) {
  auto* schedule = schedule_of(operation);
  if (schedule != nullptr && at.at >= schedule->not_before) schedule->due = true;
}

void react(State const& state, Operation const& operation, EffectList& effects) {
  auto const* schedule = schedule_of(operation);
  if (operation.stage == Stage::waiting) {
    if (!schedule->due) {
      effects.wake(TimerKind::start_scheduled, operation, operation.stage_entry,
                   schedule->not_before);
    } else if (!held_by_pause(state, operation)) {
      effects.proceed(StepKind::start, operation, state.last_entry);
    }
  }
  if (operation.stage != Stage::running) return;
  if (std::holds_alternative<kinds::Job>(operation.as)) {
    effects.add(OrderJob{operation.id}, operation.id.number);
    return;
  }
  auto const& declared = at_key(state.environments, operation.environment).declared;
  effects.add(RunMigration{declared.database, operation.id}, operation.id.number,
              operation.attempt.value());
}

}  // namespace studylab::control::jobs
