#pragma once

#include "lab/fuzz/row_list.h"

namespace studylab::fuzz::route_gap {

void add_rows(RowList& list);
// Ways to get points or to pass without the work, and lines that must cost nothing.
void add_exploits(RowList& list);

}  // namespace studylab::fuzz::route_gap
