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

// What a run is made of. The same options, lines and instants make the same run, bit by bit.
struct RunOptions {
  std::string drill = "bad-deploy";
  std::uint64_t seed = 0;              // 0 to max_seed
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
// What may be known of a salt: BLAKE2b over it; all zero where there is none.
Hash digest_of_salt(Hash const& salt);

// What a run's folder tells of how it was opened. The salt is in no file of the run: who reads them
// all cannot tell what a salted seed leads to.
struct KeptOptions {
  RunOptions options;  // without the salt
  Hash salt_digest{};
  Process process;  // that plays it

  bool salted() const { return salt_digest != Hash{}; }
  // The options with the salt, where it is the one the run was opened with, or the run has none.
  // The error says which file is wanted.
  std::expected<RunOptions, std::string> with(std::optional<Hash> const& salt) const;

  friend bool operator==(KeptOptions const&, KeptOptions const&) = default;
};
KeptOptions kept_options(RunOptions options, Process process);

// One line of JSON, as a run's folder keeps it. The error says which key does not read.
std::string options_to_json(KeptOptions const& kept);
std::expected<KeptOptions, std::string> options_from_json(std::string_view text);

}  // namespace studylab::console
