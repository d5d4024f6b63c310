#include "lab/grade/facts/incident.h"

#include <algorithm>

namespace studylab::grade {
namespace {

// The owner of the incident's route among the entries before the alert.
void find_owner(std::span<FactEntry const> before, Incident& incident) {
  for (auto const& entry : before) {
    if (auto const* recorded = fact_if<RouteOwnerRecorded>(entry.fact)) {
      if (recorded->route != route_of(*incident.opened)) continue;
      incident.release = recorded->release;
      incident.sequence = recorded->sequence;
      incident.since = recorded->since;
      incident.operation = recorded->operation;
    } else if (auto const* moved = fact_if<RouteOwnerMoved>(entry.fact)) {
      if (moved->route != route_of(*incident.opened)) continue;
      incident.previous = moved->from;
      incident.release = moved->to;
      incident.sequence = moved->sequence;
      incident.since = entry.at;
      incident.operation = moved->operation;
    }
  }
}

void find_nouns(std::span<FactEntry const> before, Incident& incident) {
  for (auto const& entry : before) {
    if (auto const* declared = fact_if<EnvironmentDeclared>(entry.fact)) {
      if (declared->environment == environment_of(*incident.opened))
        incident.environment = declared;
    } else if (auto const* release = fact_if<ReleaseRegistered>(entry.fact)) {
      if (release->release == incident.release) incident.digest = release->digest;
    }
  }
}

}  // namespace

std::optional<Incident> find_incident(std::span<FactEntry const> entries) {
  auto const alert = std::ranges::find_if(entries, [](FactEntry const& entry) {
    return fact_if<IncidentOpened>(entry.fact) != nullptr;
  });
  if (alert == entries.end()) return std::nullopt;
  Incident incident;
  incident.entry = alert->id;
  incident.at = alert->at;
  incident.opened = fact_if<IncidentOpened>(alert->fact);
  auto const before = entries.first(static_cast<std::size_t>(alert - entries.begin()));
  find_owner(before, incident);
  find_nouns(before, incident);
  // A chain whose alert names an environment that it never declared cannot be graded.
  if (incident.environment == nullptr) return std::nullopt;
  return incident;
}

}  // namespace studylab::grade
