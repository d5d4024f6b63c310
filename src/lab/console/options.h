#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "lab/console/store_process.h"
#include "lab/drill/setup.h"
#include "model/enums.h"

namespace studylab::console {

using drill::Topology;
std::string_view topology_text(Topology topology);

inline constexpr std::uint64_t max_seed = (std::uint64_t{1} << 53) - 1;

// The first of the program's drills.
std::string default_drill();

// The options of a run. The same options, lines and instants make the same run, byte for byte.
struct RunOptions {
  std::string drill = default_drill();
  std::uint64_t seed = 0;              // 0 to max_seed
  std::optional<std::string> variant;  // if set, the run is practice
  Level level = Level::normal;
  World world = World::simulated;
  Topology topology = Topology::drawn;
  std::string operator_kind = "human";  // as given to --operator
  std::string operator_name;            // --as
  ClockKind clock = ClockKind::commands;
  Hash salt{};  // all zero: none

  friend bool operator==(RunOptions const&, RunOptions const&) = default;
};

// A seed for a run without --seed.
std::uint64_t drawn_seed();
// The salt of an examiner's file: BLAKE2b over its bytes.
Hash salt_of(std::string_view file);
// The public digest of a salt: BLAKE2b over it; all zero: no salt.
Hash digest_of_salt(Hash const& salt);

// The options that a run's folder stores. The salt is not stored: the files of a run with a salt do
// not reveal what its seed leads to.
struct KeptOptions {
  RunOptions options;  // without the salt
  Hash salt_digest{};
  Process process;  // of the process that operates the run

  bool salted() const { return salt_digest != Hash{}; }
  // The options with the salt, if the run was opened with it or has none. The error names the
  // required file.
  std::expected<RunOptions, std::string> with(std::optional<Hash> const& salt) const;

  friend bool operator==(KeptOptions const&, KeptOptions const&) = default;
};
KeptOptions kept_options(RunOptions options, Process process);

// One line of JSON, as stored in a run's folder. The error names the invalid key.
std::string options_to_json(KeptOptions const& kept);
std::expected<KeptOptions, std::string> options_from_json(std::string_view text);

}  // namespace studylab::console
