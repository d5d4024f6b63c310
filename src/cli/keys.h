#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

// Single keys and short replies from a person at a terminal.
namespace studylab::cli {

// While it exists, keys are read as they are pressed, without echo.
class SingleKeys {
 public:
  SingleKeys();
  ~SingleKeys();
  SingleKeys(SingleKeys const&) = delete;
  SingleKeys& operator=(SingleKeys const&) = delete;

  // Waits at most this long for a key, and consumes it. Ctrl-C and a closed terminal count as keys.
  bool pressed_within(std::chrono::milliseconds length);

 private:
  struct Before;
  std::unique_ptr<Before> before_;
};

enum class Reply : std::uint8_t { yes, no, end_of_input };
// Prints the question and reads a line. Anything except `y` and `yes` is a no.
Reply ask(std::string_view question);

}  // namespace studylab::cli
