#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace studylab::language {

// The length in bytes of the UTF-8 character at `at`; 0: invalid. Overlong forms and surrogates are
// invalid.
std::size_t character_length(std::string_view bytes, std::size_t at);

// Whether terminals interpret the character at `at` as a control: C0, delete, C1.
bool is_control(std::string_view bytes, std::size_t at);

// The line without its line end: one newline, carriage return, or both.
std::string_view without_line_end(std::string_view line);

// The number of columns of a text if each character takes one.
std::size_t columns_of(std::string_view text);

// Text from outside in a form that can be printed on a terminal and in a report. U+FFFD replaces
// each byte that is not UTF-8 and each character that a terminal interprets or a reader cannot see:
// C0 except line ends and tabs, delete, C1, marks of text direction, characters without width.
std::string readable(std::string_view text);

// The same on one line: line ends become spaces, and what follows `max_bytes` becomes an ellipsis.
std::string readable_line(std::string_view text, std::size_t max_bytes);

}  // namespace studylab::language
