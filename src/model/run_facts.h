#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"

namespace studylab {

// The run itself: its first entry and its last.
// Kinds 100 to 199 belong to this subject.

// The first entry of a run. A platform has one chain, and a run is a span of it. `commitment` binds
// the lab chain, which stays hidden until the seal.
struct RunOpened {
  static constexpr FactKind fact_kind{101, 1, "RunOpened"};

  std::string program_version;
  std::string drill;
  Digest drill_digest;
  World world = World::simulated;
  ClockKind clock = ClockKind::commands;
  Level level = Level::normal;
  PersonName operator_name;
  Duration time_limit{};
  Hash platform_state;  // digest of the platform's state before the run; all zero: it was empty
  Hash commitment;

  STUDYLAB_FIELDS(program_version, drill, drill_digest, world, clock, level, operator_name,
                  time_limit, platform_state, commitment)
};

// The last entry of a run.
struct RunEnded {
  static constexpr FactKind fact_kind{102, 1, "RunEnded"};

  RunEnding ending = RunEnding::closed;

  STUDYLAB_FIELDS(ending)
};

using RunFact = std::variant<RunOpened, RunEnded>;

}  // namespace studylab
