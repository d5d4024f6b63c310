#include "control/operations/state.h"

namespace studylab::control {

OperationKind kind_of(Operation const& operation) {
  return static_cast<OperationKind>(operation.as.index());
}

bool changes_owner(Operation const& operation) {
  return std::holds_alternative<kinds::Promotion>(operation.as) ||
         std::holds_alternative<kinds::Rollback>(operation.as);
}

OwnerChange const& owner_change(Operation const& operation) {
  if (auto const* promotion = std::get_if<kinds::Promotion>(&operation.as)) return *promotion;
  auto const* rollback = std::get_if<kinds::Rollback>(&operation.as);
  STUDYLAB_CHECK(rollback != nullptr);
  return *rollback;
}

OwnerChange& owner_change(Operation& operation) {
  return const_cast<OwnerChange&>(owner_change(std::as_const(operation)));
}

ReleaseId release_of(Operation const& operation) {
  return match(
      operation.as, [](OwnerChange const& change) { return change.release; },
      [](kinds::Restart const&) { return ReleaseId{}; },
      [](kinds::EdgeRepair const&) { return ReleaseId{}; },
      [](kinds::Migration const& migration) { return migration.release; },
      [](kinds::Build const& build) { return build.release; },
      [](kinds::Wake const& wake) { return wake.release; },
      [](kinds::Replacement const&) { return ReleaseId{}; },
      [](kinds::Drain const&) { return ReleaseId{}; },
      [](kinds::Rebuild const&) { return ReleaseId{}; },
      [](kinds::Restore const&) { return ReleaseId{}; },
      [](kinds::Job const&) { return ReleaseId{}; },
      [](kinds::Failover const&) { return ReleaseId{}; },
      [](kinds::Rotation const&) { return ReleaseId{}; });
}

bool gave_up(Operation const& operation) {
  if (changes_owner(operation)) return owner_change(operation).gave_up;
  if (auto const* wake = std::get_if<kinds::Wake>(&operation.as)) {
    return static_cast<bool>(wake->gave_up_entry);
  }
  auto const* repair = std::get_if<kinds::EdgeRepair>(&operation.as);
  return repair != nullptr && repair->gave_up;
}

EdgeId edge_of(Operation const& operation) {
  auto const* repair = std::get_if<kinds::EdgeRepair>(&operation.as);
  return repair != nullptr ? repair->edge : EdgeId{};
}

HostId host_of(Operation const& operation) {
  return std::visit(
      [](auto const& kind) {
        if constexpr (requires { kind.host; }) {
          return kind.host;
        } else {
          return HostId{};
        }
      },
      operation.as);
}

}  // namespace studylab::control
