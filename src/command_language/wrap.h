#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Text in lines that fit a page, broken between words: a longer word stands whole.
namespace studylab::language {

// The columns of a page where no terminal says otherwise, and those of the narrowest.
inline constexpr std::size_t usual_width = 80;
inline constexpr std::size_t min_width = 40;

// Appends `text` to the line that `out` ends with; what does not fit goes on in lines that begin
// with `hanging` spaces.
void put_wrapped(std::string& out, std::string_view text, std::size_t hanging, std::size_t width);

// The text with each line that is too long broken; further lines of one that is indented stand two
// columns deeper than it does.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace studylab::language
