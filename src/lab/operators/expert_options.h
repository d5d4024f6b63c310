#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/enums.h"

namespace studylab::lab {

struct Notes;

// A part that the expert leaves out, to test what that costs. A runbook can have further parts.
struct Part {
  std::string_view name;  // a constant

  // Queries before the class is certain.
  static const Part operation_query, route_query, errors_query, bindings_query, database_query,
      plan, other_changes;
  // What follows.
  static const Part classification, class_refs, freeze, because, repair, wait, query_after, impact,
      close, close_refs;

  friend auto operator<=>(Part const&, Part const&) = default;
};
inline constexpr Part Part::operation_query{"operation-query"};
inline constexpr Part Part::route_query{"route-query"};
inline constexpr Part Part::errors_query{"errors-query"};
inline constexpr Part Part::bindings_query{"bindings-query"};
inline constexpr Part Part::database_query{"database-query"};
inline constexpr Part Part::plan{"plan"};
inline constexpr Part Part::other_changes{"other-changes"};
inline constexpr Part Part::classification{"class"};
inline constexpr Part Part::class_refs{"class-refs"};
inline constexpr Part Part::freeze{"freeze"};
inline constexpr Part Part::because{"because"};
inline constexpr Part Part::repair{"repair"};
inline constexpr Part Part::wait{"wait"};
inline constexpr Part Part::query_after{"query-after"};
inline constexpr Part Part::impact{"impact"};
inline constexpr Part Part::close{"close"};
inline constexpr Part Part::close_refs{"close-refs"};

struct ExpertOptions {
  // The name of the runbook's strategy to repair with, a constant. Empty, or a name that the class
  // does not have, or that does not suit the facts: the class's first that does.
  std::string_view strategy = {};
  std::set<Part> without = {};
  // Lines given once, after the queries and before the class; `{…}` names are filled in.
  std::vector<std::string> before_class = {};
  // Lines given once, before the first repair.
  std::vector<std::string> before_repair = {};
  // Lines given once, after the repair and the queries that follow it, before the holds are lifted.
  std::vector<std::string> before_close = {};
  std::optional<FaultClass> fault_class = {};  // stated regardless of the facts; none: by the facts
  // The entries that the class refers to; nullptr: those that showed clues.
  std::vector<std::string> (*class_refs)(Notes const&) = nullptr;
  // What `close` refers to, given what the expert itself would refer to: clues, what resolved the
  // incident, the queries of what was repaired and of the symptom; nullptr: just that.
  std::vector<std::string> (*close_refs)(Notes const&, std::vector<std::string>) = nullptr;
  std::string impact = {};  // the impact line given in place of the true one; empty: the true one
};

}  // namespace studylab::lab
