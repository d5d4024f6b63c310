#pragma once

#include "control/control.h"

namespace studylab::control::operations {

void fold(State& state, OperationRecorded const& fact, EntryRef at);
void fold(State& state, OperationFact const& fact, EntryRef at);
void reach_stage(State& state, Operation& operation, Stage stage, EntryRef at);

// The operation of this name, or the refusal of a command that names it.
std::expected<Operation const*, Refusal> named(State const& state, std::string const& name);
// The fact that an operator requested an operation.
OperationRequested requested(State const& state, OperationRequest request, Act const& act);
// The operation's next stage.
Decision reach(Operation const& operation, Stage stage, std::string why);
// A report that comes too late.
Decision late(OperationId operation, AllocationId allocation, std::string what,
              Origin const& origin);

}  // namespace studylab::control::operations
