#include "command_language/usage.h"

#include <fmt/format.h>

namespace studylab::language {

std::string UsageError::text() const {
  auto text = column == 0 ? fmt::format("usage: {}", what)
                          : fmt::format("usage: {} (column {})", what, column);
  if (!right.empty()) text += "; " + right;
  return text;
}

}  // namespace studylab::language
