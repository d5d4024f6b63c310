#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lab/console/session.h"

namespace studylab::cli {

// The prompt of a person at a terminal: history, and completion of verbs, options and names shown.
// It shows the drill's clock and the error rate of the incident's route at its worst edge.
class Prompt {
 public:
  // `history`: the file that keeps what was typed, over runs; where it cannot be written it is done
  // without.
  Prompt(console::Session const& session, std::filesystem::path history);
  ~Prompt();
  Prompt(Prompt const&) = delete;
  Prompt& operator=(Prompt const&) = delete;

  // Whether this terminal lets lines be edited; nothing else may be asked where not.
  bool works() const;
  // The next line; none at the end of input or when the run is interrupted. Ctrl-C gives up a line
  // that is begun; on an empty one it ends the run when it comes twice.
  std::optional<std::string> next();

  struct Impl;

 private:
  std::optional<std::string> read_line();

  std::unique_ptr<Impl> impl_;
};

// What a line is completed from.
struct Known {
  language::ShownNames const& shown;
  language::IsOfKind is_of_kind;
  std::string_view runbook;
};
// The words that may stand where `line` ends, completing its last word: names of the kind that the
// place asks for. Sorted.
std::vector<std::string> completions(std::string_view line, Known const& known);

}  // namespace studylab::cli
