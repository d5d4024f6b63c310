#pragma once

#include "lab/grade/pieces.h"

// The subject of artifacts: what the store has under the digest of the incident's release.
namespace studylab::grade {

struct Artifacts {
  ArtifactViewReported const* latest = nullptr;  // none: the store was not asked
  std::optional<Digest> other;  // bytes that the store had under the digest, at any time
};

void see_artifact(Run& run, ArtifactViewReported const& fact);

// The store has nothing, or other bytes, under the digest of the route's owner. Carriers:
// ArtifactViewReported that says so, and every entry that states that an attempt failed to pull it
// or that names the other bytes.
extern Clue const artifact_not_stored;
// The store has the declared bytes. Carrier: ArtifactViewReported that says so.
extern Clue const artifact_stored;

}  // namespace studylab::grade
