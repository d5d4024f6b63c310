#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "cli/problem.h"
#include "cli/run_drill.h"

namespace studylab::cli {

// The arguments of `drill`, as given. Empty: not given.
struct DrillArgs {
  std::string id, seed, variant, level = "normal", world = "simulated", topology = "drawn", by,
                                 io = "text", clock, as, evidence, report, salt_file, from;
  std::uint32_t speed = 1;
  bool json = false, no_pager = false;
};
std::expected<DrillCommand, Problem> read_drill_command(DrillArgs const& words);

// A drill to name in examples.
std::string_view example_drill();

// The salt of an examiner's file; none if `path` is empty.
std::expected<std::optional<Hash>, Problem> read_salt(std::string const& path);

}  // namespace studylab::cli
