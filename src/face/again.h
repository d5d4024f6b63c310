#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "evidence/bundle.h"
#include "face/exit_status.h"
#include "lab/desk/options.h"

namespace studylab::face {

// A run again from the seed and the commands that its bundle holds.
struct Again {
  // done: every entry equal; failed: not; missing: cannot be run again here.
  Exit exit = Exit::done;
  std::uint32_t first_other = 0;  // the first platform entry that differs; 0: none
  std::string text;               // one line for people
};

// The salt of the examiner's file, where the run had one: without the same file it cannot be run
// again.
Again run_again(evidence::Bundle const& bundle,
                std::optional<std::filesystem::path> const& salt_file);

}  // namespace studylab::face
