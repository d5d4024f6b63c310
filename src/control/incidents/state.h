#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// What a hold can be on.
using HeldNoun = std::variant<EnvironmentName, EdgeId, HostId, DatabaseName, ProviderName>;
std::string to_text(HeldNoun const& noun);

struct Hold {
  HoldId id;
  HoldKind kind = HoldKind::freeze;
  HeldNoun on;
  EntryId entry;
};

enum class IncidentStage : std::uint8_t { none, opened, classified, closed, handed_over };

struct Incident {
  IncidentOpened opened;
  IncidentStage stage = IncidentStage::opened;
  ReleaseId release;  // owned the route when it opened
  EntryId entry;
  Instant at{};
  std::optional<Classified> classified;
  EntryId classified_entry;
  std::optional<ImpactStated> impact;  // the latest
  EntryId impact_entry;
  EntryId closed_entry;
  EntryId probed_entry;  // of its environment's bindings, since it opened
};

inline bool is_open(std::optional<Incident> const& incident) {
  return incident &&
         (incident->stage == IncidentStage::opened || incident->stage == IncidentStage::classified);
}

// What an incident is about to open for: this environment is over its threshold, an edge's gap, a
// wake, a host's maintenance, or damaged data.
using IncidentDue = std::variant<EnvironmentName, EdgeGap, WakeStuck, HostDue, DataDamaged>;

struct Incidents {
  std::map<HoldId, Hold> holds;  // open ones
  HoldId last_hold;
  std::optional<Incident> incident;
  std::optional<IncidentDue> incident_due;            // not opened yet
  std::map<PartitionId, EnvironmentName> gap_alarms;  // by the partition that they watch
  // Errors of these alone open an incident, about their dependencies. Empty: errors of any
  // production environment open one about its route.
  std::set<EnvironmentName> dependency_alarms;
};

}  // namespace studylab::control
