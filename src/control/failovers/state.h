#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Region {
  RegionName name;
  EntryId entry;
};

struct SeenProof {
  RegionProof proof;
  EntryId entry;
};

// A place for a replica of a database, and what was last seen of it.
struct Replica {
  ReplicaRegistered registered;
  EntryId entry;
  std::map<ProofKind, SeenProof> proofs;
};

namespace kinds {

struct Failover {
  DatabaseName database;
  RegionName region;
  std::optional<FailoverFenced> fenced;
  EntryId fenced_entry;
  std::optional<ReplicaPromoted> promoted;
  EntryRef promoted_at;
};

}  // namespace kinds

struct Regions {
  std::vector<Region> regions;  // the first one is the home region
  std::map<std::pair<DatabaseName, RegionName>, Replica> replicas;
  std::map<DatabaseName, RegionName> moved_to;  // databases that have failed over
};

}  // namespace studylab::control
