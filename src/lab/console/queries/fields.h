#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/commands.h"

// What each query returns, as a table: docs/queries.md is made from it, and a test compares the
// two.
namespace studylab::console {

struct DocumentedField {
  std::string path;  // `operations[].stage.since`
  std::string_view meaning;
};

// The fields of one query but `as_of` and every `entry`; none where this platform does not answer
// it.
std::vector<DocumentedField> documented_fields(QueryKind query);
// The same of a plan's answer and of a command that was carried out.
std::vector<DocumentedField> documented_plan_fields();
std::vector<DocumentedField> documented_done_fields();

}  // namespace studylab::console
