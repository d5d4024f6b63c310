#pragma once

namespace studylab {

// Prints the condition and its location, and ends the process. Use it only for what cannot happen
// unless this code has a bug, never for input from outside. It is on in every build.
[[noreturn, gnu::cold]] void check_failed(char const* condition, char const* file, int line);

}  // namespace studylab

#define STUDYLAB_CHECK(condition) \
  ((condition) ? void() : ::studylab::check_failed(#condition, __FILE__, __LINE__))
