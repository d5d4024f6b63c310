#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "cli/commands.h"

namespace studylab::cli {

struct Seeds {
  std::uint64_t first = 1;
  std::uint64_t last = 100;
};
// `A..B`, both included, A not above B; or one number.
std::expected<Seeds, std::string> read_seeds(std::string_view text);

struct FuzzCommand {
  Seeds seeds;
  std::string drill;   // or all
  bool every = false;  // every row of the grader's table on every seed
  std::uint32_t jobs = 1;
  Json json = Json::no;
};
Exit run_fuzz(FuzzCommand const& command);

}  // namespace studylab::cli
