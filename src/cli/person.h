#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "cli/terminal.h"
#include "command_language/message.h"
#include "command_language/prefixes.h"
#include "lab/console/session.h"

namespace studylab::cli {

// Handles what a person types before it reaches the session: repeated lines, short input, and
// questions before something ends the run. Used for `--io text`; programs write full commands.
class Person {
 public:
  enum class At : std::uint8_t { stream, terminal };

  Person(console::Session const& session, Out& out, At at)
      : session_(session), out_(out), at_(at) {}

  struct Nothing {};
  // A line to execute, an immediate answer, or nothing more to do.
  using Ready = std::variant<Nothing, language::FullLine, language::Answer>;
  Ready read(std::string const& typed);

  // Receives the last answer: `.` refers to its entry.
  void answered(language::Answer const& answer);

 private:
  Ready make_ready(std::string const& typed);
  Ready question(language::FullLine line, std::string const& typed);
  std::optional<std::string> warning_for(OperatorCommand const& command) const;

  console::Session const& session_;
  Out& out_;
  At at_;
  EntryId last_answer_;
  std::string last_line_;
  // The line that was answered with a warning: typed again, it is carried out.
  std::string warned_;
};

}  // namespace studylab::cli
