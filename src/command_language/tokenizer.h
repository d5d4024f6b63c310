#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "command_language/usage.h"

namespace studylab::language {

// A word of a command line, quotes and backslashes taken away. Only a bare word can be an option.
struct Word {
  enum class Quoted : std::uint8_t { no, yes };

  std::string text;
  std::uint32_t column = 1;  // the byte where it begins, from 1
  Quoted quoted = Quoted::no;

  bool is_option() const { return quoted == Quoted::no && text.starts_with("--"); }
};

// Words are parted by spaces and tabs; `--name=VALUE` is two words. `"…"` keeps spaces and reads \"
// and \\; `'…'` keeps all; outside quotes a backslash keeps the next character. Refused: more than
// max_line_length bytes, control characters, bytes that are no UTF-8, a quote or backslash with
// nothing after it.
std::expected<std::vector<Word>, UsageError> split_words(std::string_view line);

// `text` as one word of a line, in quotes where it needs them. It splits into exactly itself, and
// never into an option.
std::string as_word(std::string_view text);

}  // namespace studylab::language
