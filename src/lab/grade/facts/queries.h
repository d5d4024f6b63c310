#pragma once

#include "lab/grade/pieces.h"

// The subject of queries: what the operator was shown, and when.
namespace studylab::grade {

struct QuerySeen {
  EntryId entry;
  Queried const* queried = nullptr;  // one of the three
  Checked const* checked = nullptr;
  Waited const* waited = nullptr;  // for the symptom to go
};

// The queries that showed the state of the incident; none: no query did.
struct StateRead {
  EntryId operation;  // that made the route owner
  EntryId owner;      // of the incident's route
  EntryId due;        // by which both had to be read: the first logs, or the first repair
};
StateRead find_state_read(Run const& run);

// The first query of logs; none: none were read.
EntryId first_logs(Run const& run);

// By which the runbook's finding step is due: the first logs, or the first repair.
EntryId finding_due(Run const& run);

// Operation and route owner queried before any log and before the first repair.
extern RequiredFact const state_before_logs;

}  // namespace studylab::grade
