#include <algorithm>

#include "control/allocations/allocations.h"
#include "control/allocations/stages.h"
#include "control/hosts/hosts.h"
#include "control/upgrades/upgrades.h"
#include "control/wakes/wakes.h"

namespace studylab::control::allocations {
namespace {

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
  hosts::left(state, allocation.host);
}

// Those that a runner still works on.
void note_moving(State& state, Allocation const& allocation) {
  if (holds_slot(allocation.stage) && allocation.stage != AllocationStage::ready) {
    open_id(state.moving_allocations, allocation.id);
  } else {
    close_id(state.moving_allocations, allocation.id);
  }
}

// A new allocation, in its first stage.
void place(State& state, Allocation allocation) {
  hold_slot(state, allocation);
  note_moving(state, allocation);
  auto const id = allocation.id;
  state.allocations[id] = std::move(allocation);
}

void advance(State& state, Allocation& allocation, AllocationEvent event, EntryRef at) {
  auto const stage = next_stage(allocation, event);
  STUDYLAB_CHECK(stage);
  bool const held = holds_slot(allocation.stage);
  allocation.stage = *stage;
  allocation.stage_since = at.at;
  allocation.stage_entry = at.id;
  if (held && !holds_slot(*stage)) free_slot(state, allocation);
  if (!held && holds_slot(*stage)) hold_slot(state, allocation);
  note_moving(state, allocation);
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
  allocation.stage = first_allocation_stage;
  allocation.stage_since = at.at;
  allocation.entry = allocation.stage_entry = at.id;
  place(state, std::move(allocation));
  wakes::planned(state, fact, at);
  upgrades::planned(state, fact);
  auto const operation = state.operations.find(fact.operation);
  if (operation == state.operations.end() || !changes_owner(operation->second)) return;
  open_id(owner_change(operation->second).placed, fact.allocation);
}

void restarted(State& state, AllocationId id, EntryRef at) {
  for (auto const open : state.open_operations) {
    auto& operation = at_key(state.operations, open);
    auto* restart = std::get_if<kinds::Restart>(&operation.as);
    if (restart != nullptr && !restart->left.empty() && restart->left.front() == id) {
      restart->left.erase(restart->left.begin());
      operation.stage_entry = at.id;
    }
  }
}

}  // namespace

void fold(State& state, AllocationRecorded const& fact, EntryRef at) {
  Allocation allocation;
  allocation.id = fact.allocation;
  allocation.environment = fact.environment;
  allocation.release = fact.release;
  allocation.digest = fact.digest;
  allocation.host = fact.host;
  allocation.stage = AllocationStage::ready;
  allocation.stage_since = fact.ready_at;
  allocation.running = fact.digest;
  allocation.probe_status = 200;
  allocation.sessions = fact.sessions;
  allocation.entry = at.id;
  allocation.stage_entry = at.id;
  place(state, std::move(allocation));
}

void fold(State& state, AllocationFact const& fact, EntryRef at) {
  match(
      fact, [&](AllocationPlanned const& f) { plan_allocation(state, f, at); },
      [&](AllocationReady const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        allocation.running = f.digest;
        allocation.probe_status = f.probe_status;
        allocation.sessions = f.sessions;
        advance(state, allocation, AllocationEvent::became_ready, at);
        restarted(state, f.allocation, at);
        wakes::became_ready(state, allocation.environment);
      },
      [&](AllocationFailed const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        allocation.failed_at = f.stage;
        allocation.reason = f.reason;
        advance(state, allocation, AllocationEvent::failed, at);
      },
      [&](AllocationDraining const& f) {
        auto& allocation = at_key(state.allocations, f.allocation);
        allocation.drain_deadline = f.deadline;
        auto& operation = at_key(state.operations, f.operation);
        if (changes_owner(operation)) owner_change(operation).draining = true;
        advance(state, allocation, AllocationEvent::drained, at);
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
        advance(state, allocation, AllocationEvent::stopped, at);
      },
      [&](AllocationStagesReported const& f) { wakes::staged(state, f, at); });
}

}  // namespace studylab::control::allocations
