#pragma once

#include <optional>
#include <string>

#include "cli/exit_status.h"
#include "evidence/bundle.h"

namespace studylab::cli {

// A run again from the seed and the commands that its bundle holds: both chains, and what the lab
// adds to its own after the end.
struct Again {
  // done: every entry of both chains equal; failed: not; missing, usage: cannot be run again here.
  Exit exit = Exit::done;
  std::string first_other;  // `entry-17` or `lab entry 3`: the first that differs; empty: none
  std::string text;         // one line for people
};

// A salted run cannot be run again without its salt.
Again run_again(evidence::Bundle const& bundle, std::optional<Hash> const& salt);

}  // namespace studylab::cli
