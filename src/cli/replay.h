#pragma once

#include <optional>
#include <string>

#include "cli/exit_status.h"
#include "evidence/bundle.h"

namespace studylab::cli {

// Runs a bundle again from its seed and commands, including what the lab adds to its own chain
// after the end.
struct Again {
  // done: every entry of both chains is equal; failed: entries differ; missing, usage: cannot be
  // replayed here.
  Exit exit = Exit::done;
  std::string first_other;  // `entry-17` or `lab entry 3`: the first entry that differs; empty:
                            // none
  std::string text;         // one line for people
};

// A run with a salt cannot be replayed without it.
Again run_again(evidence::Bundle const& bundle, std::optional<Hash> const& salt);

}  // namespace studylab::cli
