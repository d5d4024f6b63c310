#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "command_language/usage.h"

namespace studylab::language {

// A word of a command line without quotes and backslashes. Only a bare word can be an option.
struct Word {
  enum class Quoted : std::uint8_t { no, yes };

  std::string text;
  std::uint32_t column = 1;  // the byte where it begins, from 1
  Quoted quoted = Quoted::no;

  bool is_option() const { return quoted == Quoted::no && text.starts_with("--"); }
};

// Spaces and tabs separate words; `--name=VALUE` is two words. `"…"` keeps spaces and reads \" and
// \\; `'…'` keeps everything; outside quotes a backslash keeps the next character. Errors: more
// than max_line_length bytes, control characters, invalid UTF-8, an unclosed quote, a final
// backslash.
std::expected<std::vector<Word>, UsageError> split_words(std::string_view line);

// Whether a bare word of the line is this option.
bool has_option(std::string_view line, std::string_view option);

// `text` as one word of a line, quoted if necessary. It splits into exactly itself, and never into
// an option.
std::string as_word(std::string_view text);

}  // namespace studylab::language
