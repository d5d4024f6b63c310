#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// The incident: opened by the platform, handled by the operator.
// Kinds 1000 to 1099 are this subject's.

// Errors of a route: an edge's observation was over the environment's threshold.
struct RouteErrors {
  EnvironmentName environment;
  RouteKey route;
  EdgeId edge;
  OperationId operation;  // made the route's present owner
  Permille observed;
  Permille threshold;

  STUDYLAB_FIELDS(environment, route, edge, operation, observed, threshold)
};

// A gap in an edge's route events, as in EdgeGapSeen. `environment` is the production environment
// of the partition whose route has the most requests there.
struct EdgeGap {
  EnvironmentName environment;
  RouteKey route;
  EdgeId edge;
  PartitionId partition;
  GapCause cause = GapCause::missing_event;
  RouteSequence applied;
  RouteSequence seen;

  STUDYLAB_FIELDS(environment, route, edge, partition, cause, applied, seen)
};

// A sleeping environment that does not become hot: its wake gave up, or an edge's gate reached a
// bound while the wake was open.
struct WakeStuck {
  EnvironmentName environment;
  RouteKey route;
  OperationId operation;

  STUDYLAB_FIELDS(environment, route, operation)
};

// A host is due for an OS upgrade. `environment` is the production environment with the most
// requests of those that it serves.
struct HostDue {
  EnvironmentName environment;
  RouteKey route;
  HostId host;

  STUDYLAB_FIELDS(environment, route, host)
};

// Data that is not what users wrote: a check of a database's replica found rows that differ.
struct DataDamaged {
  EnvironmentName environment;
  RouteKey route;
  DatabaseName database;
  std::uint64_t rows = 0;

  STUDYLAB_FIELDS(environment, route, database, rows)
};

// Requests of an environment failed whose dependencies are watched: an edge's observation was over
// the threshold. Whether a provider, a credential or the app is the cause is not known yet.
struct DependencyErrors {
  EnvironmentName environment;
  RouteKey route;
  EdgeId edge;
  Permille observed;
  Permille threshold;

  STUDYLAB_FIELDS(environment, route, edge, observed, threshold)
};

// What an incident is about. Later subjects are added at the end.
using IncidentSubject =
    std::variant<RouteErrors, EdgeGap, WakeStuck, HostDue, DataDamaged, DependencyErrors>;

// The alert.
struct IncidentOpened {
  static constexpr FactKind fact_kind{1001, 1, "IncidentOpened"};

  IncidentId incident;
  Severity severity = Severity::high;
  IncidentSubject subject;

  STUDYLAB_FIELDS(incident, severity, subject)
};

// What the alert names; empty or none if its subject does not have one.
EnvironmentName const& environment_of(IncidentOpened const& opened);
RouteKey const& route_of(IncidentOpened const& opened);
EdgeId edge_of(IncidentOpened const& opened);
OperationId operation_of(IncidentOpened const& opened);
HostId host_of(IncidentOpened const& opened);
DatabaseName const& database_of(IncidentOpened const& opened);

struct EnvironmentFrozen {
  static constexpr FactKind fact_kind{1002, 1, "EnvironmentFrozen"};

  HoldId hold;
  EnvironmentName environment;
  Act act;

  STUDYLAB_FIELDS(hold, environment, act)
};

// `kept_waiting`: promotions that stay waiting, because they have the incident's artifact or do not
// fit the database.
struct EnvironmentUnfrozen {
  static constexpr FactKind fact_kind{1003, 1, "EnvironmentUnfrozen"};

  HoldId hold;
  EnvironmentName environment;
  std::vector<OperationId> kept_waiting;
  Act act;

  STUDYLAB_FIELDS(hold, environment, kept_waiting, act)
};

struct Classified {
  static constexpr FactKind fact_kind{1004, 1, "Classified"};

  FaultClass fault_class = FaultClass::no_fault;
  Scope scope = Scope::unstated;
  Act act;

  STUDYLAB_FIELDS(fault_class, scope, act)
};

struct Noted {
  static constexpr FactKind fact_kind{1005, 1, "Noted"};

  std::string text;
  Act act;

  STUDYLAB_FIELDS(text, act)
};

struct ImpactStated {
  static constexpr FactKind fact_kind{1006, 1, "ImpactStated"};

  std::uint32_t users = 0;
  std::uint32_t minutes = 0;
  std::string data;
  PersonName approved_by;
  Act act;

  STUDYLAB_FIELDS(users, minutes, data, approved_by, act)
};

struct IncidentClosed {
  static constexpr FactKind fact_kind{1007, 1, "IncidentClosed"};

  std::string summary;
  std::vector<HoldId> keep;
  std::optional<Team> handed_to;
  Act act;

  STUDYLAB_FIELDS(summary, keep, handed_to, act)
};

// Migrations and jobs of the environment wait.
struct EnvironmentPaused {
  static constexpr FactKind fact_kind{1008, 1, "EnvironmentPaused"};

  HoldId hold;
  EnvironmentName environment;
  Act act;

  STUDYLAB_FIELDS(hold, environment, act)
};

struct EnvironmentUnpaused {
  static constexpr FactKind fact_kind{1009, 1, "EnvironmentUnpaused"};

  HoldId hold;
  EnvironmentName environment;
  Act act;

  STUDYLAB_FIELDS(hold, environment, act)
};

using IncidentFact =
    std::variant<IncidentOpened, EnvironmentFrozen, EnvironmentUnfrozen, Classified, Noted,
                 ImpactStated, IncidentClosed, EnvironmentPaused, EnvironmentUnpaused>;

}  // namespace studylab
