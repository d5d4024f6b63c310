#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace studylab::language {

// The length in bytes of the UTF-8 character at `at`; 0: invalid. Overlong forms and surrogates are
// invalid.
std::size_t character_length(std::string_view bytes, std::size_t at);

// Whether the character at `at` is one that terminals obey: C0, delete, C1.
bool is_control(std::string_view bytes, std::size_t at);

// The number of columns of a text if each character takes one.
std::size_t columns_of(std::string_view text);

// The text with U+FFFD in place of each byte that is no UTF-8 and of each control character but
// line ends and tabs: what somebody sent, as it may be printed.
std::string readable(std::string_view text);

}  // namespace studylab::language
