// Whether a promotion may be cancelled: only while it waits.
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
  if (ended(operation.stage)) {
    return refuse(RefusalCode::operation_ended,
                  fmt::format("{} ended {}", verb.operation, to_text(operation.stage)),
                  "only a waiting promotion can be cancelled");
  }
  if (!accepts(operation, StageEvent::cancelled)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is {}", verb.operation, to_text(operation.stage)),
                  "only a waiting promotion can be cancelled");
  }
  return single(OperationCancelled{operation.id, act});
}

}  // namespace studylab::control::promotions
