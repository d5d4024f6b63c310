#include <algorithm>

#include "control/allocations/allocations.h"
#include "control/jobs/jobs.h"
#include "control/operations/operations.h"
#include "control/promotions/promotions.h"
#include "control/upgrades/upgrades.h"
#include "control/wakes/wakes.h"

namespace studylab::control::operations {
namespace {

Operation& operation_of(State& state, OperationId id) { return at_key(state.operations, id); }

template <class Change>
Change owner_change_to(ReleaseId release, KeyEpoch expected) {
  Change change;
  change.release = release;
  change.expected_epoch = expected;
  return change;
}

AsKind as_kind(OperationRequest const& request) {
  return match(
      request,
      [](requests::Promotion const& r) -> AsKind {
        auto promotion = owner_change_to<kinds::Promotion>(r.release, r.expected_epoch);
        promotion.forward_fix = r.forward_fix;
        return promotion;
      },
      [](requests::Rollback const& r) -> AsKind {
        return owner_change_to<kinds::Rollback>(r.release, r.expected_epoch);
      },
      [](requests::Restart const&) -> AsKind { return kinds::Restart{}; },
      [](requests::EdgeRepair const& r) -> AsKind { return kinds::EdgeRepair{r.edge, false, {}}; },
      [](requests::Migration const& r) -> AsKind { return kinds::Migration{{}, r.release}; },
      [](requests::Build const& r) -> AsKind { return kinds::Build{r.release}; },
      [](requests::Wake const& r) -> AsKind {
        kinds::Wake wake;
        wake.release = r.release;
        wake.expected_epoch = r.expected_epoch;
        return wake;
      },
      [](requests::Replacement const& r) -> AsKind { return kinds::Replacement{r.host, {}, {}}; },
      [](requests::Drain const& r) -> AsKind { return kinds::Drain{r.host, r.deadline, {}}; },
      [](requests::Rebuild const& r) -> AsKind { return kinds::Rebuild{r.host, {}, {}}; },
      [](requests::Restore const& r) -> AsKind {
        kinds::Restore restore;
        restore.database = r.database;
        restore.source = r.source;
        return restore;
      },
      [](requests::Job const& r) -> AsKind { return kinds::Job{{}, r.name, r.provider, r.takes}; },
      [](requests::Failover const& r) -> AsKind {
        kinds::Failover failover;
        failover.database = r.database;
        failover.region = r.region;
        return failover;
      },
      [](requests::Rotation const& r) -> AsKind { return kinds::Rotation{r.binding, r.cause}; });
}

void enter(State& state, Operation& operation, Stage stage, EntryRef at) {
  operation.stage = stage;
  operation.stage_since = at.at;
  operation.stage_entry = at.id;
  if (ended(stage)) {
    close_id(state.open_operations, operation.id);
  } else {
    open_id(state.open_operations, operation.id);
  }
}

// Whether an event leads from the present stage to this one.
bool can_reach(Operation const& operation, Stage stage) {
  auto const transitions = stages_of(kind_of(operation)).transitions;
  return std::ranges::any_of(transitions, [&](StageTransition const& row) {
    return row.from == operation.stage && row.to == stage;
  });
}

void request(State& state, OperationRequested const& fact, EntryRef at) {
  auto& operation = state.operations[fact.operation];
  operation.id = fact.operation;
  operation.environment = studylab::environment_of(fact.request);
  operation.as = as_kind(fact.request);
  operation.requested_at = at.at;
  operation.by = fact.act.by;
  operation.because = fact.act.because;
  operation.by_operator = !fact.act.line.empty();
  operation.entry = at.id;
  if (auto const* restart = std::get_if<requests::Restart>(&fact.request)) {
    std::get<kinds::Restart>(operation.as).left = allocations::to_restart(state, *restart);
  }
  enter(state, operation, stages_of(kind_of(operation)).first, at);
  if (kind_of(operation) == OperationKind::wake) {
    wakes::begun(state, operation, operation.attempt, at);
  }
  upgrades::begun(state, operation, at);
}

void retry(State& state, OperationRetried const& fact, EntryRef at) {
  auto& operation = operation_of(state, fact.operation);
  operation.attempt = fact.attempt;
  operation.by_operator = true;
  operation.why.clear();
  if (changes_owner(operation)) owner_change(operation).policy.reset();
  advance(state, operation, StageEvent::retried, at);
  if (kind_of(operation) == OperationKind::wake) wakes::begun(state, operation, fact.attempt, at);
}

void check(State& state, PolicyChecked const& fact, EntryRef at) {
  auto& operation = operation_of(state, fact.operation);
  auto& change = owner_change(operation);
  change.policy = fact;
  change.policy_entry = at.id;
  advance(state, operation, StageEvent::checked, at);
}

void stage(State& state, StageReached const& fact, EntryRef at) {
  auto& operation = operation_of(state, fact.operation);
  STUDYLAB_CHECK(can_reach(operation, fact.stage));
  operation.why = fact.why;
  if (changes_owner(operation)) promotions::reached(state, operation, fact.stage, at);
  jobs::reached(operation, at);
  enter(state, operation, fact.stage, at);
  if (ended(fact.stage)) upgrades::ended(state, operation, at);
}

}  // namespace

void advance(State& state, Operation& operation, StageEvent event, EntryRef at) {
  auto const stage = next_stage(operation, event);
  STUDYLAB_CHECK(stage);
  enter(state, operation, *stage, at);
}

void fold(State& state, OperationRecorded const& fact, EntryRef at) {
  Operation operation;
  operation.id = fact.operation;
  operation.environment = studylab::environment_of(fact.request);
  operation.as = as_kind(fact.request);
  operation.stage = fact.stage;
  operation.requested_at = fact.requested_at;
  operation.stage_since = fact.requested_at;
  operation.by = fact.by;
  operation.because = fact.because;
  if (auto* promotion = std::get_if<kinds::Promotion>(&operation.as)) {
    promotion->not_before = fact.not_before;
  }
  if (auto* schedule = schedule_of(operation)) schedule->not_before = fact.not_before;
  operation.entry = at.id;
  operation.stage_entry = at.id;
  if (!ended(fact.stage)) open_id(state.open_operations, fact.operation);
  auto& recorded = state.operations[fact.operation];
  recorded = std::move(operation);
  if (kind_of(recorded) == OperationKind::wake) wakes::recorded(state, recorded, at);
  if (!ended(fact.stage)) upgrades::begun(state, recorded, at);
}

void fold(State& state, OperationFact const& fact, EntryRef at) {
  match(
      fact, [&](OperationRequested const& f) { request(state, f, at); },
      [&](OperationRetried const& f) { retry(state, f, at); },
      [&](PolicyChecked const& f) { check(state, f, at); },
      [&](StageReached const& f) { stage(state, f, at); },
      [&](OperationCancelled const& f) {
        advance(state, operation_of(state, f.operation), StageEvent::cancelled, at);
      },
      [](LateReportIgnored const&) {});
}

}  // namespace studylab::control::operations
