#include <algorithm>

#include "control/allocations/allocations.h"
#include "control/operations/operations.h"
#include "control/promotions/promotions.h"
#include "control/routes/routes.h"

namespace studylab::control::operations {
namespace {

Operation& operation_of(State& state, OperationId id) { return at_key(state.operations, id); }

void set_request(Operation& operation, OperationRequest const& request) {
  operation.kind = kind_of(request);
  operation.environment = studylab::environment_of(request);
  operation.release = release_of(request);
  match(
      request,
      [&](requests::Promotion const& promotion) {
        operation.forward_fix = promotion.forward_fix;
        operation.expected_epoch = promotion.expected_epoch;
      },
      [&](requests::Rollback const& rollback) {
        operation.expected_epoch = rollback.expected_epoch;
      },
      [&](requests::EdgeRepair const& repair) { operation.edge = repair.edge; },
      [](requests::Restart const&) {}, [](requests::Migration const&) {},
      [](requests::Build const&) {});
}

void request(State& state, OperationRequested const& fact, EntryRef at) {
  auto& operation = state.operations[fact.operation];
  operation.id = fact.operation;
  set_request(operation, fact.request);
  operation.requested_at = at.at;
  operation.by = fact.act.by;
  operation.because = fact.act.because;
  operation.by_operator = !fact.act.line.empty();
  operation.entry = at.id;
  if (auto const* restart = std::get_if<requests::Restart>(&fact.request)) {
    operation.restarts = allocations::to_restart(state, *restart);
  }
  reach_stage(state, operation, changes_owner(operation.kind) ? Stage::requested : Stage::running,
              at);
}

void retry(State& state, OperationRetried const& fact, EntryRef at) {
  auto& operation = operation_of(state, fact.operation);
  operation.attempt = fact.attempt;
  operation.by_operator = true;
  operation.policy.reset();
  operation.why.clear();
  reach_stage(state, operation, Stage::requested, at);
}

void check(State& state, PolicyChecked const& fact, EntryRef at) {
  auto& operation = operation_of(state, fact.operation);
  operation.policy = fact;
  operation.policy_entry = at.id;
  reach_stage(state, operation, Stage::policy_check, at);
}

void stage(State& state, StageReached const& fact, EntryRef at) {
  auto& operation = operation_of(state, fact.operation);
  operation.why = fact.why;
  if (at.at >= operation.not_before) operation.due = true;
  if (fact.stage == Stage::requested) {
    operation.expected_epoch = route_of(state, operation.environment)->epoch;
  }
  if (fact.stage == Stage::edge_propagating) {
    auto& partition = at_key(state.partitions, route_of(state, operation.environment)->partition);
    partition.published = std::max(partition.published, operation.sequence);
  }
  reach_stage(state, operation, fact.stage, at);
}

}  // namespace

void reach_stage(State& state, Operation& operation, Stage stage, EntryRef at) {
  operation.stage = stage;
  operation.stage_since = at.at;
  operation.stage_entry = at.id;
  if (ended(stage)) {
    close_id(state.open_operations, operation.id);
  } else {
    open_id(state.open_operations, operation.id);
  }
}

void fold(State& state, OperationRecorded const& fact, EntryRef at) {
  Operation operation;
  operation.id = fact.operation;
  set_request(operation, fact.request);
  operation.stage = fact.stage;
  operation.requested_at = fact.requested_at;
  operation.stage_since = fact.requested_at;
  operation.not_before = fact.not_before;
  operation.by = fact.by;
  operation.because = fact.because;
  operation.entry = at.id;
  operation.stage_entry = at.id;
  if (!ended(fact.stage)) open_id(state.open_operations, fact.operation);
  state.operations[fact.operation] = std::move(operation);
}

void fold(State& state, OperationFact const& fact, EntryRef at) {
  match(
      fact, [&](OperationRequested const& f) { request(state, f, at); },
      [&](OperationRetried const& f) { retry(state, f, at); },
      [&](PolicyChecked const& f) { check(state, f, at); },
      [&](StageReached const& f) { stage(state, f, at); },
      [&](OperationCancelled const& f) {
        reach_stage(state, operation_of(state, f.operation), Stage::cancelled, at);
      },
      [](LateReportIgnored const&) {});
}

}  // namespace studylab::control::operations
