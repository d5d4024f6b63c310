#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/nouns.h"

namespace studylab {

// The run itself: its first entry and its last.
// Kinds 100 to 199 are this subject's; a kind's number and fields never change.

// The first entry of a platform chain. `commitment` binds the lab's chain, which nobody sees before
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

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("program_version", self.program_version);
    visit("drill", self.drill);
    visit("drill_digest", self.drill_digest);
    visit("world", self.world);
    visit("clock", self.clock);
    visit("level", self.level);
    visit("operator_name", self.operator_name);
    visit("time_limit", self.time_limit);
    visit("commitment", self.commitment);
  }
};

// The last entry of every sealed chain.
struct RunEnded {
  static constexpr std::uint16_t kind_number = 102;
  static constexpr std::string_view kind_name = "RunEnded";

  RunEnding ending = RunEnding::closed;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("ending", self.ending);
  }
};

using RunFact = std::variant<RunOpened, RunEnded>;

}  // namespace studylab
