#include "model/incident_facts.h"

namespace studylab {

EnvironmentName const& environment_of(IncidentOpened const& opened) {
  return std::visit(
      [](auto const& subject) -> EnvironmentName const& { return subject.environment; },
      opened.subject);
}

RouteKey const& route_of(IncidentOpened const& opened) {
  return std::visit([](auto const& subject) -> RouteKey const& { return subject.route; },
                    opened.subject);
}

EdgeId edge_of(IncidentOpened const& opened) {
  return std::visit(
      [](auto const& subject) {
        if constexpr (requires { subject.edge; }) {
          return subject.edge;
        } else {
          return EdgeId{};
        }
      },
      opened.subject);
}

DatabaseName const& database_of(IncidentOpened const& opened) {
  static DatabaseName const none;
  auto const* damaged = std::get_if<DataDamaged>(&opened.subject);
  return damaged == nullptr ? none : damaged->database;
}

OperationId operation_of(IncidentOpened const& opened) {
  return std::visit(
      [](auto const& subject) {
        if constexpr (requires { subject.operation; }) {
          return subject.operation;
        } else {
          return OperationId{};
        }
      },
      opened.subject);
}

HostId host_of(IncidentOpened const& opened) {
  auto const* due = std::get_if<HostDue>(&opened.subject);
  return due != nullptr ? due->host : HostId{};
}

}  // namespace studylab
