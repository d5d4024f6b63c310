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
  return std::visit([](auto const& subject) { return subject.edge; }, opened.subject);
}

OperationId operation_of(IncidentOpened const& opened) {
  auto const* errors = std::get_if<RouteErrors>(&opened.subject);
  return errors != nullptr ? errors->operation : OperationId{};
}

}  // namespace studylab
