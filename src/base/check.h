#pragma once

namespace studylab {

// Ends the process with the condition's text and place. Only for what cannot happen unless our own
// code is wrong; never for input from outside. On in every build.
[[noreturn]] void check_failed(char const* condition, char const* file, int line);

}  // namespace studylab

#define STUDYLAB_CHECK(condition) \
  ((condition) ? void() : ::studylab::check_failed(#condition, __FILE__, __LINE__))
