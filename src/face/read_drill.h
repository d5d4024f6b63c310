#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "face/run_drill.h"
#include "face/run_store.h"

namespace studylab::face {

// What the words of `drill` were before they are made sense of. Empty: not given.
struct DrillWords {
  std::string id, seed, variant, level = "normal", world = "simulated", topology = "drawn",
                                 by = "human", io = "text", clock, as, evidence, report, salt_file;
  std::uint32_t speed = 1;
  bool json = false;
};
std::expected<DrillCommand, Problem> read_drill_command(DrillWords const& words);

// The drill of that name, or which there are.
std::expected<void, Problem> check_drill_id(std::string const& id);

// The salt of an examiner's file; none where `path` is empty.
std::expected<std::optional<Hash>, Problem> read_salt(std::string const& path);

}  // namespace studylab::face
