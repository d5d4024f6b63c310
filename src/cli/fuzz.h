#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "lab/console/seeds.h"
#include "lab/drill/drill.h"

namespace studylab::cli {

// `A..B`, both included, A not above B; or one number.
std::expected<console::Seeds, std::string> read_seeds(std::string_view text);

struct FuzzCommand {
  console::Seeds seeds;
  std::vector<drill::Drill const*> drills;
  bool every = false;  // every row of the grader's table on every seed
  std::uint32_t jobs = 1;
  Json json = Json::no;
};
Exit run_fuzz(FuzzCommand const& command);

}  // namespace studylab::cli
