#pragma once

#include "control/control.h"
#include "control/operations/stages.h"

namespace studylab::control::operations {

void fold(State& state, OperationRecorded const& fact, EntryRef at);
void fold(State& state, OperationFact const& fact, EntryRef at);
// The event must be a transition of its present stage.
void advance(State& state, Operation& operation, StageEvent event, EntryRef at);

// The operation of this name, or the refusal of a command that names it.
std::expected<Operation const*, Refusal> named(State const& state, std::string const& name);
// Retries a failed operation, by its kind.
Decision decide(State const& state, Retry const& verb, Act const& act);
// The fact that an operator requested an operation.
OperationRequested requested(State const& state, OperationRequest request, Act const& act);
// The operation's next stage; no facts if the event is not a transition of its present stage.
Decision reach(Operation const& operation, StageEvent event, std::string why);
// A report that comes too late.
Decision late(OperationId operation, AllocationId allocation, std::string what,
              Origin const& origin);

}  // namespace studylab::control::operations
