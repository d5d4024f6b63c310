#pragma once

#include <vector>

#include "lab/grade/pieces.h"

// The subject of holds.
namespace studylab::grade {

struct HoldSeen {
  HoldId hold;
  HoldKind kind = HoldKind::freeze;
  EntryId entry;
  EnvironmentName const* environment = nullptr;  // nullptr: on something else
  EntryId lifted;
  EntryId kept;  // by name, at the close
  HostId host = {};
};

// A command that placed a hold; a command that lifts one is not listed.
struct HoldAct {
  EntryId entry;
  EnvironmentName const* environment = nullptr;
  HostId host = {};
};

struct Holds {
  std::vector<HoldSeen> all;
  std::vector<HoldAct> acts;
  HoldId gap_policy;  // the gap policy in force; none: the declared one
};

// `environment`: nullptr if the command names none.
void add_hold(Run& run, FactEntry const& entry, Act const& act, EnvironmentName const* environment);
void open_hold(Run& run, FactEntry const& entry, HoldId hold, HoldKind kind,
               EnvironmentName const* environment);
void lift_hold(Run& run, FactEntry const& entry, Act const& act, HoldId hold);
// Lifted by an act that is noted elsewhere.
void end_hold(Run& run, EntryId at, HoldId hold);
void freeze(Run& run, FactEntry const& entry, EnvironmentFrozen const& fact);
void set_gap_policy(Run& run, FactEntry const& entry, GapPolicySet const& fact);
void keep_holds(Run& run, FactEntry const& entry, IncidentClosed const& fact);

// EnvironmentFrozen of the incident's environment, in force from the first movement of a repair
// until that repair has ended. Where nothing moved, any freeze counts.
extern RequiredFact const environment_frozen;

}  // namespace studylab::grade
