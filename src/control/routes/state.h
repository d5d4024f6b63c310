#pragma once

#include <map>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct RouteOwner {
  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  RouteSequence sequence;
  ReleaseId release;
  KeyEpoch epoch;
  OperationId operation;
  Instant since{};
  EntryId entry;
};

struct Partition {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence last;           // of the ledger
  RouteSequence published;      // known to be in the stream
  RouteSequence reopened;       // the stream's first event, if it was opened again
  std::vector<EntryId> events;  // the ledger's entry of sequence i + 1
};

struct Routes {
  std::map<RouteKey, RouteOwner> routes;
  std::map<PartitionId, Partition> partitions;
};

}  // namespace studylab::control
