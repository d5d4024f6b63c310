#include "command_language/usage.h"

#include <fmt/format.h>

#include "command_language/parse.h"

namespace studylab::language {

std::string UsageError::text() const {
  auto text = column == 0 ? fmt::format("usage: {}", what)
                          : fmt::format("usage: {} (column {})", what, column);
  if (!right.empty()) text += "; " + right;
  return text;
}

UsageError line_too_long(std::uint64_t bytes) {
  return {fmt::format("the line has {} bytes", bytes), 0,
          fmt::format("the limit is {} bytes", max_line_length)};
}

}  // namespace studylab::language
