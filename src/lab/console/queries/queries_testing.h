#pragma once

#include <set>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "control/platform_testing.h"
#include "lab/console/queries/queries.h"

// Checks of answers: the rule of queries.h, and the fields.
namespace studylab::console::testing {

namespace json = boost::json;

// Paths of all values except each "entry" and the fields of as_of: `operations[].stage.since`.
inline void collect_paths(json::value const& value, std::string const& path,
                          std::set<std::string>& out) {
  if (auto const* object = value.if_object()) {
    for (auto const& [key, within] : *object) {
      if (key == "entry" || (path.empty() && key == "as_of")) continue;
      collect_paths(within, path + (path.empty() ? "" : ".") + std::string{key}, out);
    }
  } else if (auto const* array = value.if_array();
             array != nullptr && !array->empty() && (*array)[0].is_object()) {
    for (auto const& within : *array) collect_paths(within, path + "[]", out);
  } else if (array == nullptr || !array->empty()) {
    out.insert(path);
  }
}

// Violations of the rule: paths of objects that have scalars but no entry, or an entry that was not
// shown.
inline void check_entries(json::value const& value, std::string const& path,
                          std::set<std::string> const& shown, std::vector<std::string>& broken) {
  if (auto const* array = value.if_array()) {
    for (auto const& within : *array) check_entries(within, path + "[]", shown, broken);
    return;
  }
  auto const* object = value.if_object();
  if (object == nullptr) return;
  bool scalars = false;
  for (auto const& [key, within] : *object) {
    if (path.empty() && key == "as_of") continue;
    scalars |= !within.is_structured() && !within.is_null();
    check_entries(within, path + "." + std::string{key}, shown, broken);
  }
  if (!scalars) return;
  auto const* entry = object->if_contains("entry");
  if (entry == nullptr || !entry->is_string()) {
    broken.push_back(path + " has no entry");
  } else if (!shown.contains(std::string{entry->get_string()})) {
    broken.push_back(path + " has " + std::string{entry->get_string()} + ", which was not shown");
  }
}

inline std::vector<std::string> broken_entries(json::object const& data,
                                               std::vector<EntryId> const& shown,
                                               EntryId own = {}) {
  std::set<std::string> names;
  for (auto const entry : shown) names.insert(to_text(entry));
  if (own) names.insert(to_text(own));
  std::vector<std::string> broken;
  check_entries(data, "", names, broken);
  return broken;
}

inline std::string text(json::value const& value) { return std::string{value.get_string()}; }

// Every string in the answer.
inline void collect_strings(json::value const& value, std::vector<std::string>& out) {
  if (value.is_string()) out.emplace_back(value.get_string());
  if (auto const* object = value.if_object()) {
    for (auto const& [key, within] : *object) collect_strings(within, out);
  }
  if (auto const* array = value.if_array()) {
    for (auto const& within : *array) collect_strings(within, out);
  }
}

// A platform with an open incident, and queries of it.
class QueryPlatform : public control::testing::TestPlatform {
 public:
  explicit QueryPlatform(MigrationKind kind = MigrationKind::additive) : TestPlatform(kind) {
    break_it();
  }
  QueryContext context() const { return {state, entries, now}; }
  std::expected<QueryAnswer, Refusal> ask(QueryKind kind, std::string object = {}) const {
    Query asked;
    asked.query = kind;
    asked.object = std::move(object);
    return query(asked, context());
  }
};

}  // namespace studylab::console::testing
