// Folds of operations, routes, allocations and databases.
#include <algorithm>

#include "control/fold.h"
#include "control/lookups.h"

namespace studylab::control {
namespace {

Operation& operation_of(State& state, OperationId id) { return at_key(state.operations, id); }

std::vector<AllocationId> to_restart(State const& state, requests::Restart const& request) {
  if (request.allocation) return {request.allocation};
  std::vector<AllocationId> ready;
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.environment == request.environment &&
        allocation.stage == AllocationStage::ready) {
      ready.push_back(id);
    }
  }
  return ready;
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
    operation.restarts = to_restart(state, *restart);
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

// The owner's span ends where the next owner's begins.
void end_service(State& state, RouteOwner const& owner, Instant at) {
  auto const release = state.releases.find(owner.release);
  if (release == state.releases.end()) return;
  auto const& environment = at_key(state.environments, owner.environment);
  release->second.served.push_back(
      Service{owner.since, at, owner.epoch, owner.operation, environment.symptoms});
}

void move(State& state, RouteOwnerMoved const& fact, EntryRef at) {
  auto& owner = at_key(state.routes, fact.route);
  end_service(state, owner, at.at);
  at_key(state.environments, owner.environment).symptoms = 0;
  auto const replaced_operation = owner.operation;
  auto& partition = at_key(state.partitions, fact.partition);
  partition.last = fact.sequence;
  partition.events.push_back(at.id);
  owner = RouteOwner{fact.route, fact.environment, fact.partition, fact.sequence, fact.to,
                     fact.epoch, fact.operation,   at.at,          at.id};
  auto& operation = operation_of(state, fact.operation);
  operation.replaced = fact.from;
  operation.replaced_operation = replaced_operation;
  operation.sequence = fact.sequence;
  operation.moved_at = at.at;
  operation.moved_entry = at.id;
  operation.gave_up = false;
  operation.draining = false;
  reach_stage(state, operation, Stage::route_cas, at);
}

void plan_allocation(State& state, AllocationPlanned const& fact, EntryRef at) {
  Allocation allocation;
  allocation.id = fact.allocation;
  allocation.environment = fact.environment;
  allocation.release = fact.release;
  allocation.digest = fact.digest;
  allocation.host = fact.host;
  allocation.operation = fact.operation;
  allocation.attempt = fact.attempt;
  allocation.entry = at.id;
  place_allocation(state, std::move(allocation));
  enter_stage(state, at_key(state.allocations, fact.allocation), AllocationStage::planned, at);
  auto const operation = state.operations.find(fact.operation);
  if (operation != state.operations.end()) open_id(operation->second.placed, fact.allocation);
}

void restarted(State& state, AllocationId id, EntryRef at) {
  for (auto const open : state.open_operations) {
    auto& operation = operation_of(state, open);
    if (operation.kind == OperationKind::restart && !operation.restarts.empty() &&
        operation.restarts.front() == id) {
      operation.restarts.erase(operation.restarts.begin());
      operation.stage_entry = at.id;
    }
  }
}

bool holds_slot(AllocationStage stage) {
  return stage != AllocationStage::stopped && stage != AllocationStage::failed;
}

void hold_slot(State& state, Allocation const& allocation) {
  open_id(state.live_allocations[{allocation.environment, allocation.release}], allocation.id);
  ++state.used_slots[allocation.host];
}

void free_slot(State& state, Allocation const& allocation) {
  auto const live = state.live_allocations.find({allocation.environment, allocation.release});
  close_id(live->second, allocation.id);
  if (live->second.empty()) state.live_allocations.erase(live);
  --state.used_slots[allocation.host];
}

}  // namespace

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

void place_allocation(State& state, Allocation allocation) {
  hold_slot(state, allocation);
  auto const id = allocation.id;
  state.allocations[id] = std::move(allocation);
}

void enter_stage(State& state, Allocation& allocation, AllocationStage stage, EntryRef at) {
  bool const held = holds_slot(allocation.stage);
  allocation.stage = stage;
  allocation.stage_since = at.at;
  allocation.stage_entry = at.id;
  if (held && !holds_slot(stage)) free_slot(state, allocation);
  if (!held && holds_slot(stage)) hold_slot(state, allocation);
  if (holds_slot(stage) && stage != AllocationStage::ready) {
    open_id(state.moving_allocations, allocation.id);
  } else {
    close_id(state.moving_allocations, allocation.id);
  }
}

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

void fold(State& state, RouteFact const& fact, EntryRef at) {
  match(fact, [&](RouteOwnerMoved const& f) { move(state, f, at); });
}

void fold(State& state, AllocationFact const& fact, EntryRef at) {
  match(
      fact, [&](AllocationPlanned const& f) { plan_allocation(state, f, at); },
      [&](AllocationReady const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        allocation.running = f.digest;
        allocation.probe_status = f.probe_status;
        allocation.sessions = f.sessions;
        enter_stage(state, allocation, AllocationStage::ready, at);
        restarted(state, f.allocation, at);
      },
      [&](AllocationFailed const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        allocation.failed_at = f.stage;
        allocation.reason = f.reason;
        enter_stage(state, allocation, AllocationStage::failed, at);
      },
      [&](AllocationDraining const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        allocation.drain_deadline = f.deadline;
        at_key(state.operations, f.operation).draining = true;
        enter_stage(state, allocation, AllocationStage::draining, at);
      },
      [&](AllocationStopped const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        auto& environment = at_key(state.environments, allocation.environment);
        auto& moved = environment.sessions_moved;
        auto const left = f.resumed + f.fresh;
        if (left > 0) environment.sessions_moved_entry = at.id;
        // Sessions beyond the allocation's own came from other stopped allocations.
        auto const not_its_own = left - std::min(left, allocation.sessions);
        moved = moved - std::min(moved, not_its_own) + left;
        allocation.sessions = 0;
        allocation.sessions_resumed = f.resumed;
        allocation.sessions_fresh = f.fresh;
        enter_stage(state, allocation, AllocationStage::stopped, at);
      });
}

void fold(State& state, DatabaseFact const& fact, EntryRef at) {
  match(fact, [&](MigrationApplied const& f) {
    auto& database = at_key(state.databases, f.database);
    database.schema = f.migration.to;
    database.schema_entry = at.id;
    database.migrations.push_back(AppliedMigration{f.migration, f.rows_lost, at.id});
  });
}

}  // namespace studylab::control
