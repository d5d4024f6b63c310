#pragma once

#include <span>
#include <string_view>

#include "lab/fuzz/row_list.h"

namespace studylab::fuzz {

// What a runbook adds to the rows that every runbook has. runbooks.cpp lists the runbooks.
struct RunbookRows {
  std::string_view runbook;  // its id
  void (*add)(RowList& list);
};
std::span<RunbookRows const> runbooks();

}  // namespace studylab::fuzz
