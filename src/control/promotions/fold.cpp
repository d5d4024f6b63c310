#include "control/operations/operations.h"
#include "control/promotions/promotions.h"
#include "control/routes/routes.h"

namespace studylab::control::promotions {

void reached(State& state, Operation& operation, Stage stage, EntryRef at) {
  auto& change = owner_change(operation);
  if (auto* promotion = std::get_if<kinds::Promotion>(&operation.as)) {
    if (at.at >= promotion->not_before) promotion->due = true;
  }
  auto const* owner = route_of(state, operation.environment);
  if (stage == Stage::requested) change.expected_epoch = owner->epoch;
  if (stage == Stage::edge_propagating) {
    auto& partition = at_key(state.partitions, owner->partition);
    mark_published(partition, change.sequence);
  }
}

void moved(State& state, RouteOwnerMoved const& fact, OperationId replaced, EntryRef at) {
  auto& operation = at_key(state.operations, fact.operation);
  auto& change = owner_change(operation);
  change.replaced = fact.from;
  change.replaced_operation = replaced;
  change.sequence = fact.sequence;
  change.moved_at = at.at;
  change.moved_entry = at.id;
  change.gave_up = false;
  change.draining = false;
  operations::advance(state, operation, StageEvent::moved, at);
}

}  // namespace studylab::control::promotions
