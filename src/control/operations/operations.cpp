#include "control/operations/operations.h"

#include <fmt/format.h>

#include "control/decision.h"
#include "control/promotions/promotions.h"
#include "control/wakes/wakes.h"

namespace studylab::control::operations {

std::expected<Operation const*, Refusal> named(State const& state, std::string const& name) {
  auto const id = parse_id<OperationId>(name);
  auto const found = id ? state.operations.find(*id) : state.operations.end();
  if (found != state.operations.end()) return &found->second;
  return refuse(RefusalCode::no_such_thing, fmt::format("operation '{}' does not exist", name),
                "`show operations` lists them");
}

Decision decide(State const& state, Retry const& verb, Act const& act) {
  auto const found = named(state, verb.operation);
  if (!found) return std::unexpected(found.error());
  auto const& operation = **found;
  if (!ended(operation.stage)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is {}", verb.operation, to_text(operation.stage)),
                  "only a failed operation can be retried");
  }
  if (!accepts(operation, StageEvent::retried)) {
    return refuse(RefusalCode::operation_ended,
                  fmt::format("{} ended {}", verb.operation, to_text(operation.stage)),
                  "only a failed promotion, rollback or wake can be retried");
  }
  if (kind_of(operation) == OperationKind::wake) return wakes::retry(state, operation, act);
  return promotions::retry(state, operation, act);
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
