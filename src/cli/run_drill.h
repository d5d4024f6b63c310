#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/exit_status.h"
#include "lab/console/options.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/repeat.h"

namespace studylab::cli {

enum class Io : std::uint8_t { text, jsonl };
enum class Paging : std::uint8_t { no, yes };

// The parsed options of `studylab drill ID …`.
struct DrillCommand {
  console::RunOptions options;      // a random seed if none was given; replaced if `from` is set
  std::optional<runs::Place> from;  // repeats the run up to there
  Io io = Io::text;
  std::uint32_t speed = 1;      // drill seconds per second of wall time
  bool json = false;            // the debrief as one document, and nothing else on standard output
  Paging paging = Paging::yes;  // of long answers at a terminal
  std::optional<std::filesystem::path> script;  // the file with the commands, in place of an
                                                // operator
  std::optional<std::string> program;           // the command of exec:COMMAND
  std::optional<runs::OwnDrill> own_drill;      // if the drill was named by its file
  std::optional<std::filesystem::path> drill_file;
  std::optional<std::filesystem::path> salt_file;
  std::optional<std::filesystem::path> evidence;
  std::optional<std::filesystem::path> report;
};

Exit run_drill(DrillCommand const& command);

}  // namespace studylab::cli
