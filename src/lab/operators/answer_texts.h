#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

// Reads texts of answers and command lines.
namespace studylab::lab {

// `12..15`; none: the text is another.
using NumberRange = std::pair<std::uint64_t, std::uint64_t>;
std::optional<NumberRange> range_of(std::string_view text);

// The first words of a command line, at most `count`.
std::string_view words(std::string_view line, std::size_t count);

// The word after `option` in a command line; empty: none.
std::string_view word_after(std::string_view line, std::string_view option);

}  // namespace studylab::lab
