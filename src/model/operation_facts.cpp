#include "model/operation_facts.h"

namespace studylab {

static_assert(std::variant_size_v<OperationRequestKinds> == enum_size<OperationKind>);

OperationRequest::OperationRequest() noexcept = default;
OperationRequest::OperationRequest(OperationRequest const& other) = default;
OperationRequest::OperationRequest(OperationRequest&& other) noexcept = default;
OperationRequest& OperationRequest::operator=(OperationRequest const& other) = default;
OperationRequest& OperationRequest::operator=(OperationRequest&& other) noexcept = default;
OperationRequest::~OperationRequest() = default;

OperationKind kind_of(OperationRequest const& request) {
  return static_cast<OperationKind>(request.index());
}

EnvironmentName const& environment_of(OperationRequest const& request) {
  static EnvironmentName const none;
  return std::visit(
      [](auto const& one) -> EnvironmentName const& {
        if constexpr (requires { one.environment; }) {
          return one.environment;
        } else {
          return none;
        }
      },
      request);
}

ReleaseId release_of(OperationRequest const& request) {
  return std::visit(
      [](auto const& one) {
        if constexpr (requires { one.release; }) {
          return one.release;
        } else {
          return ReleaseId{};
        }
      },
      request);
}

HostId host_of(OperationRequest const& request) {
  return std::visit(
      [](auto const& one) {
        if constexpr (requires { one.host; }) {
          return one.host;
        } else {
          return HostId{};
        }
      },
      request);
}

}  // namespace studylab
