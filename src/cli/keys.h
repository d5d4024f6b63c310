#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

// Single keys and short replies of a person at a terminal.
namespace studylab::cli {

// While it lives a key is read as it is pressed, without an echo.
class SingleKeys {
 public:
  SingleKeys();
  ~SingleKeys();
  SingleKeys(SingleKeys const&) = delete;
  SingleKeys& operator=(SingleKeys const&) = delete;

  // Waits so long at most for a key, and takes it. Ctrl-C and a closed terminal count as keys.
  bool pressed_within(std::chrono::milliseconds length);

 private:
  struct Before;
  std::unique_ptr<Before> before_;
};

enum class Reply : std::uint8_t { yes, no, end_of_input };
// Prints the question and reads a line. Whatever is neither `y` nor `yes` is a no.
Reply ask(std::string_view question);

}  // namespace studylab::cli
