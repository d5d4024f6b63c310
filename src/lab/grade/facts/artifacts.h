#pragma once

#include "lab/grade/pieces.h"

// The subject of artifacts: what the store has under the digest of the incident's release.
namespace studylab::grade {

struct Artifacts {
  ArtifactViewReported const* latest = nullptr;  // none: the store was not asked
};

void see_artifact(Run& run, ArtifactViewReported const& fact);

// The store has nothing, or other bytes, under the digest of the route's owner. Carrier:
// ArtifactViewReported that says so, or AllocationFailed of one of its allocations while it pulled.
extern Clue const artifact_not_stored;
// The store has the declared bytes. Carrier: ArtifactViewReported that says so.
extern Clue const artifact_stored;

}  // namespace studylab::grade
