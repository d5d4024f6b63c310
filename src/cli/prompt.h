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
  // `history`: the file that keeps what was typed, over runs. Where it cannot be written, the
  // history ends with the run.
  Prompt(console::Session const& session, std::filesystem::path history);
  ~Prompt();
  Prompt(Prompt const&) = delete;
  Prompt& operator=(Prompt const&) = delete;

  // Whether lines can be edited on this terminal. Where not, call nothing else.
  bool works() const;
  // The next line; none when the run is to end. Ctrl-C drops the line that was begun; on an empty
  // line it interrupts the run when pressed twice. The end of input (Ctrl-D) asks first.
  std::optional<std::string> next();

  struct Impl;

 private:
  std::optional<std::string> read_line();
  bool ends_here();

  std::unique_ptr<Impl> impl_;
};

}  // namespace studylab::cli
