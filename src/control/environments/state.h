#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Environment {
  EnvironmentDeclared declared;
  EntryId entry;
  HoldId freeze;  // none: not frozen
  EntryId freeze_entry;
  HoldId pause;  // none: not paused
  EntryId pause_entry;
  GapPolicy gap_policy;  // in force
  HoldId gap_policy_hold;
  EntryId gap_policy_entry;
  HoldId status_hold;
  std::optional<OwnerStatusPublished> status;
  EntryId status_entry;
  // The symptom, from observations.
  std::optional<Instant> last_over;  // end of the latest observation over the threshold
  EntryId last_over_entry;
  EdgeId last_over_edge;
  Permille last_over_rate;
  BindingName failing_binding;  // in the latest observation over the threshold; can be empty
  Duration over_time{};         // union of the observations over the threshold
  std::uint32_t symptoms = 0;   // times that the symptom began since the present owner took over
  std::optional<Instant> over_covered_until;
  // The most distinct users with an error in one observation.
  std::map<EdgeId, std::uint32_t> users_hit;
  // Live sessions that left a stopped allocation. No report states where they are now.
  std::uint32_t sessions_moved = 0;
  EntryId sessions_moved_entry;  // the latest such stop; none: no session has moved
};

struct Environments {
  std::map<AppName, AppRegistered> apps;
  std::map<AppName, EntryId> app_entries;
  std::map<EnvironmentName, Environment> environments;
  std::map<RouteKey, EnvironmentName> environment_by_route;  // as declared
};

inline bool frozen(Environment const& environment) { return static_cast<bool>(environment.freeze); }

}  // namespace studylab::control
