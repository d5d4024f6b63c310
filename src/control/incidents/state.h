#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Hold {
  HoldId id;
  HoldKind kind = HoldKind::freeze;
  EnvironmentName environment;
  EntryId entry;
};

enum class IncidentStage : std::uint8_t { none, open, closed };

struct Incident {
  IncidentOpened opened;
  IncidentStage stage = IncidentStage::open;
  ReleaseId release;  // owned the route when it opened
  EntryId entry;
  Instant at{};
  std::optional<Classified> classified;
  EntryId classified_entry;
  EntryId impact_entry;
  EntryId closed_entry;
  EntryId probed_entry;  // of its environment's bindings, since it opened
};

inline bool is_open(std::optional<Incident> const& incident) {
  return incident && incident->stage == IncidentStage::open;
}

struct Incidents {
  std::map<HoldId, Hold> holds;  // open ones
  HoldId last_hold;
  std::optional<Incident> incident;
  EnvironmentName incident_due;  // over its threshold without an open incident; otherwise empty
};

}  // namespace studylab::control
