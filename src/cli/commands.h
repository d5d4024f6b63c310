#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/hash.h"
#include "cli/exit_status.h"

// The commands that only read, one function each, with their parsed options.
namespace studylab::cli {

enum class Json : std::uint8_t { no, yes };

Exit show_runbooks(std::string const& id, Json json);  // id empty: all six
Exit show_drills(Json json);
Exit check_drill_file(std::filesystem::path const& file, Json json);
struct HistoryCommand {
  std::string run;  // empty: lists the runs
  std::optional<std::uint32_t> at_entry;
  std::optional<std::filesystem::path> report;
  std::optional<Hash> salt;          // for a run with a salt
  std::filesystem::path drill_file;  // of the run's drill; empty: not given
  Json json = Json::no;
};
Exit show_history(HistoryCommand const& command);
Exit show_next(Json json);
// `drill_file` as in HistoryCommand.
Exit replay_run(std::string const& run, std::optional<Hash> const& salt,
                std::filesystem::path const& drill_file, Json json);

struct VerifyCommand {
  std::filesystem::path file;
  bool replay = false;
  std::optional<std::filesystem::path> key;  // the public key of the installation that should have
                                             // sealed it
  std::optional<Hash> salt;
  std::filesystem::path drill_file;  // as in HistoryCommand
  Json json = Json::no;
};
Exit verify_evidence(VerifyCommand const& command);

}  // namespace studylab::cli
