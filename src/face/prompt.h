#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lab/desk/session.h"

namespace studylab::face {

// The prompt of a person at a terminal: history, and completion of verbs, options and names shown.
// Before each prompt the drill's clock and the environment's error rate.
class Prompt {
 public:
  // `history`: the file that keeps what was typed, over runs; where it cannot be written it is done
  // without.
  Prompt(desk::Session const& session, std::filesystem::path history);
  ~Prompt();
  Prompt(Prompt const&) = delete;
  Prompt& operator=(Prompt const&) = delete;

  // Whether this terminal lets lines be edited; nothing else may be asked where not.
  bool works() const;
  // The next line; none at the end of input or after Ctrl-C.
  std::optional<std::string> next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The words that may stand where `line` ends, completing its last word. Sorted.
std::vector<std::string> completions(std::string_view line, language::ShownNames const& shown);

}  // namespace studylab::face
