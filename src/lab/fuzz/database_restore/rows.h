#pragma once

#include "lab/fuzz/row_list.h"

namespace studylab::fuzz::database_restore {

void add_rows(RowList& list);

}  // namespace studylab::fuzz::database_restore
