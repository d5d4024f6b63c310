// Whether a promotion or a restore may be cancelled.
#include <fmt/format.h>

#include "control/decision.h"
#include "control/operations/operations.h"
#include "control/operations/stages.h"
#include "control/promotions/promotions.h"

namespace studylab::control::promotions {

Decision decide(State const& state, Cancel const& verb, Act const& act) {
  auto const found = operations::named(state, verb.operation);
  if (!found) return std::unexpected(found.error());
  auto const& operation = **found;
  constexpr auto right =
      "a promotion can be cancelled while it waits, a restore before its cut-over";
  if (ended(operation.stage)) {
    return refuse(RefusalCode::operation_ended,
                  fmt::format("{} ended {}", verb.operation, to_text(operation.stage)), right);
  }
  if (!accepts(operation, StageEvent::cancelled)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is {}", verb.operation, to_text(operation.stage)), right);
  }
  return single(OperationCancelled{operation.id, act});
}

}  // namespace studylab::control::promotions
