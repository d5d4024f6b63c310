#include "control/operations/operations.h"

#include <fmt/format.h>

#include "control/decision.h"

namespace studylab::control::operations {

std::expected<Operation const*, Refusal> named(State const& state, std::string const& name) {
  auto const id = parse_id<OperationId>(name);
  auto const found = id ? state.operations.find(*id) : state.operations.end();
  if (found != state.operations.end()) return &found->second;
  return refuse(RefusalCode::no_such_thing, fmt::format("operation '{}' does not exist", name),
                "`show operations` lists them");
}

OperationRequested requested(State const& state, OperationRequest request, Act const& act) {
  return {next_id(state.operations), std::move(request), act};
}

Decision reach(Operation const& operation, StageEvent event, std::string why) {
  auto const stage = next_stage(operation, event);
  if (!stage) return no_facts();
  return single(StageReached{operation.id, *stage, operation.attempt, std::move(why)});
}

Decision late(OperationId operation, AllocationId allocation, std::string what,
              Origin const& origin) {
  return single(LateReportIgnored{operation, allocation, std::move(what), origin});
}

}  // namespace studylab::control::operations
