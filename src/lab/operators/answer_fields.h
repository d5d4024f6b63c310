#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/instant.h"

// Reads the fields of an answer. A field that is absent or of another type is empty.
namespace studylab::lab::fields {

using boost::json::object;

// Valid as long as the object.
std::string_view text(object const& from, std::string_view key);
std::optional<std::uint64_t> number(object const& from, std::string_view key);
bool yes(object const& from, std::string_view key);
object const* part(object const& from, std::string_view key);  // nullptr: none
// `12..15`
using NumberRange = std::pair<std::uint64_t, std::uint64_t>;
std::optional<NumberRange> range(object const& from, std::string_view key);

// Each object of the list.
template <class Visit>
void each(object const& from, std::string_view key, Visit visit) {
  auto const* found = from.if_contains(key);
  if (found == nullptr || !found->is_array()) return;
  for (auto const& item : found->get_array()) {
    if (item.is_object()) visit(item.get_object());
  }
}

// The first words of a command line, at most `count`.
std::string_view words(std::string_view line, std::size_t count);

// The word after `option` in a command line; empty: none.
std::string_view word_after(std::string_view line, std::string_view option);

}  // namespace studylab::lab::fields
