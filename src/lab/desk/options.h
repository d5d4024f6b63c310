#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "lab/drill/setup.h"
#include "model/nouns.h"

namespace studylab::desk {

using drill::Topology;
std::string_view topology_text(Topology topology);

inline constexpr std::uint64_t largest_seed = (std::uint64_t{1} << 53) - 1;

// What a run is made of. The same options, lines and instants make the same run, bit by bit.
struct RunOptions {
  std::string drill = "bad-deploy";
  std::uint64_t seed = 0;              // 0 to largest_seed
  std::optional<std::string> variant;  // pinned: such a run is practice
  Level level = Level::normal;
  World world = World::simulated;
  Topology topology = Topology::drawn;
  std::string operator_kind = "human";  // as given to --operator
  std::string operator_name;            // --as
  ClockKind clock = ClockKind::commands;
  Hash salt{};  // all zero: none

  friend bool operator==(RunOptions const&, RunOptions const&) = default;
};

// A seed for a run whose operator named none.
std::uint64_t drawn_seed();
// The salt of an examiner's file: BLAKE2b over its bytes.
Hash salt_of(std::string_view file);

// One line of JSON, as a run's folder keeps it. The error says which key does not read.
std::string options_to_json(RunOptions const& options);
std::expected<RunOptions, std::string> options_from_json(std::string_view text);

}  // namespace studylab::desk
