#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"

namespace studylab {

// Route owners, which only promotions and rollbacks move, and their streams.
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

// The partition's stream was opened again: this is its first event, at the sequence after the
// ledger's last. The owners stay as they are. An edge of an earlier baseline needs a snapshot.
struct PartitionReopened {
  static constexpr FactKind fact_kind{430, 1, "PartitionReopened"};

  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;

  STUDYLAB_FIELDS(partition, baseline, sequence)
};

using RouteFact = std::variant<RouteOwnerMoved, PartitionReopened>;

}  // namespace studylab
