#pragma once

#include <optional>
#include <variant>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// The artifact store, as the monitor finds it.
// Kinds 1400 to 1499 are this subject's.

// Of an environment that may sleep and has an incident: at first, and whenever it changes. `stored`
// is the digest of the bytes that the store has under the name `digest`; none: it has
// nothing under that name.
struct ArtifactViewReported {
  static constexpr FactKind fact_kind{1401, 1, "ArtifactViewReported"};

  Digest digest;
  std::optional<Digest> stored;
  Origin origin;

  STUDYLAB_FIELDS(digest, stored, origin)
};

using ArtifactFact = std::variant<ArtifactViewReported>;

}  // namespace studylab
