#pragma once

#include "lab/fuzz/row_list.h"

namespace studylab::fuzz::skeleton {

void add_rows(RowList& list);

}  // namespace studylab::fuzz::skeleton
