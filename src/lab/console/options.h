#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/random.h"
#include "lab/drill/setup.h"
#include "model/enums.h"

namespace studylab::console {

using drill::Topology;
std::string_view topology_text(Topology topology);
std::optional<Topology> parse_topology(std::string_view text);

inline constexpr std::uint64_t max_seed = (std::uint64_t{1} << 53) - 1;

// The first of the program's drills.
std::string default_drill();

// The beginning of another run that a run repeats.
struct Repeated {
  std::string run;
  EntryId entry;  // the last one that is repeated

  friend bool operator==(Repeated const&, Repeated const&) = default;
};

// The options of a run. The same options, lines and instants make the same run, byte for byte.
struct RunOptions {
  std::string drill = default_drill();
  Digest own_drill{};                  // of the file of a user's own drill; all zero: the program's
  std::uint64_t seed = 0;              // 0 to max_seed
  std::optional<std::string> variant;  // if set, the run is practice
  std::optional<Repeated> repeated;    // only with a variant
  std::optional<EntryId> truth_shown;  // since that entry its operator can know the truth: practice
  Level level = Level::normal;
  World world = World::simulated;
  Topology topology = Topology::drawn;
  std::string operator_kind = "human";  // as given to --operator
  std::string operator_name;            // --as
  ClockKind clock = ClockKind::commands;
  Hash salt{};  // all zero: none

  friend bool operator==(RunOptions const&, RunOptions const&) = default;
};

// Whether the run does not count for what to practise next.
inline bool is_practice(RunOptions const& options) {
  return options.variant.has_value() || options.truth_shown.has_value();
}
// Lets the run be of this drill.
void choose_drill(RunOptions& options, drill::Drill const& drill);
// A seed for a run without --seed.
std::uint64_t drawn_seed();
// The salt of an examiner's file: BLAKE2b over its bytes.
Hash salt_of(std::string_view file);
// The public digest of a salt: BLAKE2b over it; all zero: no salt.
Hash digest_of_salt(Hash const& salt);

}  // namespace studylab::console
