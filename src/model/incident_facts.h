#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/origin.h"

namespace studylab {

// The incident: opened by the platform, handled by the operator.
// Kinds 1000 to 1099 are this subject's; a kind's number and fields never change.

// The alert. An edge's observation went over the environment's threshold.
struct IncidentOpened {
  static constexpr std::uint16_t kind_number = 1001;
  static constexpr std::string_view kind_name = "IncidentOpened";

  IncidentId incident;
  EnvironmentName environment;
  RouteKey route;
  OperationId operation;
  Severity severity = Severity::high;
  EdgeId edge;
  Permille observed;
  Permille threshold;

  STUDYLAB_FIELDS(incident, environment, route, operation, severity, edge, observed, threshold)
};

struct EnvironmentFrozen {
  static constexpr std::uint16_t kind_number = 1002;
  static constexpr std::string_view kind_name = "EnvironmentFrozen";

  HoldId hold;
  EnvironmentName environment;
  Act act;

  STUDYLAB_FIELDS(hold, environment, act)
};

// `kept_waiting`: promotions that stay waiting, because they have the incident's artifact or do not
// fit the database.
struct EnvironmentUnfrozen {
  static constexpr std::uint16_t kind_number = 1003;
  static constexpr std::string_view kind_name = "EnvironmentUnfrozen";

  HoldId hold;
  EnvironmentName environment;
  std::vector<OperationId> kept_waiting;
  Act act;

  STUDYLAB_FIELDS(hold, environment, kept_waiting, act)
};

struct Classified {
  static constexpr std::uint16_t kind_number = 1004;
  static constexpr std::string_view kind_name = "Classified";

  FaultClass fault_class = FaultClass::no_fault;
  Scope scope = Scope::unstated;
  Act act;

  STUDYLAB_FIELDS(fault_class, scope, act)
};

struct Noted {
  static constexpr std::uint16_t kind_number = 1005;
  static constexpr std::string_view kind_name = "Noted";

  std::string text;
  Act act;

  STUDYLAB_FIELDS(text, act)
};

struct ImpactStated {
  static constexpr std::uint16_t kind_number = 1006;
  static constexpr std::string_view kind_name = "ImpactStated";

  std::uint32_t users = 0;
  std::uint32_t minutes = 0;
  std::string data;
  PersonName approved_by;
  Act act;

  STUDYLAB_FIELDS(users, minutes, data, approved_by, act)
};

struct IncidentClosed {
  static constexpr std::uint16_t kind_number = 1007;
  static constexpr std::string_view kind_name = "IncidentClosed";

  std::string summary;
  std::vector<HoldId> keep;
  std::optional<Team> handed_to;
  Act act;

  STUDYLAB_FIELDS(summary, keep, handed_to, act)
};

using IncidentFact = std::variant<IncidentOpened, EnvironmentFrozen, EnvironmentUnfrozen,
                                  Classified, Noted, ImpactStated, IncidentClosed>;

}  // namespace studylab
