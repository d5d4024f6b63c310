#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/commands.h"

// What each query returns, from its table (table.h). docs/queries.md is generated from it, and a
// test compares the two.
namespace studylab::console {

struct DocumentedField {
  std::string path;  // `operations[].stage.since`
  std::string_view meaning;
};

// The fields of a query's answer, except `as_of` and every `entry`. Empty if this platform does not
// answer the query.
std::vector<DocumentedField> documented_fields(QueryKind query);
// The same for the answer to a plan, and to a command that was carried out.
std::vector<DocumentedField> documented_plan_fields();
std::vector<DocumentedField> documented_done_fields();

}  // namespace studylab::console
