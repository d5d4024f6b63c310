#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/enums.h"

namespace studylab {

// The run itself: its first entry and its last.
// Kinds 100 to 199 belong to this subject. A kind's number and fields never change.

// The first entry of a platform chain. `commitment` binds the lab chain, which stays hidden until
// the seal.
struct RunOpened {
  static constexpr std::uint16_t kind_number = 101;
  static constexpr std::string_view kind_name = "RunOpened";

  std::string program_version;
  std::string drill;
  Digest drill_digest;
  World world = World::simulated;
  ClockKind clock = ClockKind::commands;
  Level level = Level::normal;
  PersonName operator_name;
  Duration time_limit;
  Hash commitment;

  STUDYLAB_FIELDS(program_version, drill, drill_digest, world, clock, level, operator_name,
                  time_limit, commitment)
};

// The last entry of every sealed chain.
struct RunEnded {
  static constexpr std::uint16_t kind_number = 102;
  static constexpr std::string_view kind_name = "RunEnded";

  RunEnding ending = RunEnding::closed;

  STUDYLAB_FIELDS(ending)
};

using RunFact = std::variant<RunOpened, RunEnded>;

}  // namespace studylab
