#pragma once

#include <map>
#include <optional>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Artifact {
  ArtifactStored stored;
  bool in_store = true;
  EntryId entry;       // stored
  EntryId gone_entry;  // none while in the store
  // What the monitor last found under its name, with the entry.
  std::optional<ArtifactViewReported> view = {};
  EntryId view_entry = {};
};

struct Release {
  ReleaseRegistered registered;
  std::vector<Service> served;  // oldest first; without the present owner's open span
  EntryId entry;
};

namespace kinds {

struct Build {
  ReleaseId release;
};

}  // namespace kinds

struct Releases {
  std::map<Digest, Artifact> artifacts;
  std::map<ReleaseId, Release> releases;
};

}  // namespace studylab::control
