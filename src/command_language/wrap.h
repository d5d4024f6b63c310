#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Wraps text to the width of a page, between words; a longer word is not broken.
namespace studylab::language {

// The columns of a page without a terminal, and the minimum.
inline constexpr std::size_t usual_width = 80;
inline constexpr std::size_t min_width = 40;

// Appends `text` to the last line of `out`; what does not fit continues on lines that begin with
// `hanging` spaces.
void put_wrapped(std::string& out, std::string_view text, std::size_t hanging, std::size_t width);

// The text with long lines broken; the continuation of an indented line is indented two columns
// more.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace studylab::language
