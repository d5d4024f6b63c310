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

// One object of an answer's data, as views read it. What is absent or null reads as nothing: an
// empty text, 0, no rows.
class Record {
 public:
  explicit Record(boost::json::object const& object) : object_(&object) {}

  bool has(std::string_view key) const;
  std::string text(std::string_view key) const;  // an array's texts are joined by `, `
  std::uint64_t number(std::string_view key) const;
  bool flag(std::string_view key) const;
  std::optional<Instant> time(std::string_view key) const;
  Duration duration(std::string_view key) const;
  Record in(std::string_view key) const;  // a row within it; one with nothing where there is none
  std::vector<Record> rows(std::string_view key) const;

  EntryId entry() const;   // that its own values come from; none: it has none
  EntryId latest() const;  // the newest of its own and of the rows directly within it

 private:
  boost::json::value const* find(std::string_view key) const;

  boost::json::object const* object_;
};

}  // namespace studylab::console
