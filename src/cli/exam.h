#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/commands.h"

namespace studylab::cli {

// The parsed options of `studylab exam FILE …`.
struct ExamCommand {
  std::filesystem::path file;
  std::string operator_kind;                     // empty: the file's
  std::filesystem::path results;                 // empty: `file` with .results after it
  std::optional<std::filesystem::path> bundles;  // the folder for them
  std::uint32_t jobs = 1;
  Json json = Json::no;
};
// Runs what is missing in the results, then prints what the exam found. Status 3 if a run is
// invalid, or some were not run.
Exit run_exam(ExamCommand const& command);

}  // namespace studylab::cli
