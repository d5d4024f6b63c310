#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/enums.h"

namespace studylab {

// Route owners. Only promotions and rollbacks write these.
// Kinds 400 to 499 are this subject's; a kind's number and fields never change.

// A successful compare-and-swap of the key's epoch: `epoch` is the previous one plus one. It is the
// route event with `sequence` in its partition's stream.
struct RouteOwnerMoved {
  static constexpr std::uint16_t kind_number = 401;
  static constexpr std::string_view kind_name = "RouteOwnerMoved";

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
