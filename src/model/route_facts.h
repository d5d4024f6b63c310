#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"

namespace studylab {

// Route owners. Only promotions and rollbacks write these.
// Kinds 400 to 499 are this subject's.

// A successful compare-and-swap of the key's epoch: `epoch` is the previous one plus one. It is the
// route event with `sequence` in its partition's stream.
struct RouteOwnerMoved {
  static constexpr FactKind fact_kind{401, 1, "RouteOwnerMoved"};

  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  RouteSequence sequence;
  ReleaseId from;
  ReleaseId to;
  KeyEpoch epoch;
  OperationId operation;

  STUDYLAB_FIELDS(route, environment, partition, sequence, from, to, epoch, operation)
};

using RouteFact = std::variant<RouteOwnerMoved>;

}  // namespace studylab
