#pragma once

#include "lab/grade/run.h"

// The subject of queries: what the operator was shown, and when.
namespace studylab::grade {

// The queries that showed the state of the incident; none: no query did.
struct StateRead {
  EntryId operation;  // that made the route owner
  EntryId owner;      // of the incident's route
  EntryId due;        // by which both had to be read: the first logs, or the first repair
};
StateRead find_state_read(Run const& run);

// The first query of logs; none: none were read.
EntryId first_logs(Run const& run);

// Operation and route owner queried before any log and before the first repair.
extern RequiredFact const state_before_logs;

}  // namespace studylab::grade
