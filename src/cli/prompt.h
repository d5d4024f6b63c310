#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lab/console/session.h"

namespace studylab::cli {

// The prompt of a person at a terminal: line editing, history, completion.
class Prompt {
 public:
  // `history`: the file that keeps typed lines across runs. If it cannot be written, the history
  // ends with the run.
  Prompt(console::Session const& session, std::filesystem::path history);
  ~Prompt();
  Prompt(Prompt const&) = delete;
  Prompt& operator=(Prompt const&) = delete;

  // Whether lines can be edited on this terminal. If not, call nothing else.
  bool works() const;
  // The next line; none if the run is to end. Ctrl-C discards the current line; on an empty line,
  // pressing it twice interrupts the run. The end of input (Ctrl-D) asks first.
  std::optional<std::string> next();

  struct Impl;

 private:
  std::optional<std::string> read_line();
  bool ends_here();

  std::unique_ptr<Impl> impl_;
};

}  // namespace studylab::cli
