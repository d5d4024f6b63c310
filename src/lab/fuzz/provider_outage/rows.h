#pragma once

#include "lab/fuzz/row_list.h"

namespace studylab::fuzz::provider_outage {

// The rows of the grader's table for drills of this runbook.
void add_rows(RowList& list);
void add_exploits(RowList& list);

}  // namespace studylab::fuzz::provider_outage
