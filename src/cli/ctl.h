#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/read_drill.h"

// The commands that use the running server of this home.
namespace studylab::cli {

enum class Ending : std::uint8_t { no, yes };

struct CtlCommand {
  std::string run;                 // empty: the newest open run of the server
  std::vector<std::string> words;  // of the operator's command, as the shell split them
  Ending end = Ending::no;         // ends the run without `close`
  Json json = Json::no;
};
// Gives one command to an open run and prints the answer. Status: 0 done, 1 refused, 2 usage error;
// of a command that ends the run, that of a drill.
Exit give_command(CtlCommand const& command);
// Prints what can complete the last of these words, one per line, for a shell.
Exit complete_command(std::string const& run, std::vector<std::string> const& words);

// `ctl --detach ID` and `drill ID --detach`: opens a run in the server, prints its alert, and does
// not operate it.
Exit open_detached(DrillArgs const& words);

// Invites these people, separated by commas, to practise the same incident, and prints their links.
Exit open_group(DrillArgs const& words, std::string const& names, Json json);
// Prints a link for an observer of a run, or for an instructor.
Exit make_link(std::string const& role, std::string const& run, Json json);

}  // namespace studylab::cli
