#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/ids.h"
#include "base/instant.h"

namespace studylab::console {

// One object of an answer's data, as views read it. An absent or null value reads as an empty text,
// 0, or no rows.
class Record {
 public:
  explicit Record(boost::json::object const& object) : object_(&object) {}

  bool has(std::string_view key) const;
  std::string text(std::string_view key) const;  // the texts of an array are joined by `, `
  std::uint64_t number(std::string_view key) const;
  bool flag(std::string_view key) const;
  std::optional<Instant> time(std::string_view key) const;
  Duration duration(std::string_view key) const;
  Record in(std::string_view key) const;  // a row within it; an empty one if it is absent
  std::vector<Record> rows(std::string_view key) const;

  EntryId entry() const;   // the entry of its own values; none: it has none
  EntryId latest() const;  // the newest entry of the row and of the rows directly within it

 private:
  boost::json::value const* find(std::string_view key) const;

  boost::json::object const* object_;
};

}  // namespace studylab::console
