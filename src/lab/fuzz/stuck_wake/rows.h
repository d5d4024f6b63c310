#pragma once

#include "lab/fuzz/row_list.h"

namespace studylab::fuzz::stuck_wake {

void add_rows(RowList& list);
// Ways to get points or to pass without the work, and lines that must cost nothing.
void add_exploits(RowList& list);

}  // namespace studylab::fuzz::stuck_wake
