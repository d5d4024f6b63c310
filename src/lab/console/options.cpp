#include "lab/console/options.h"

#include <sodium.h>

#include "lab/drill/load.h"
#include "lab/drill/own.h"

namespace studylab::console {

std::string_view topology_text(Topology topology) {
  return topology == Topology::drawn ? "drawn" : "live";
}

std::optional<Topology> parse_topology(std::string_view text) {
  for (auto const topology : {Topology::drawn, Topology::live}) {
    if (topology_text(topology) == text) return topology;
  }
  return std::nullopt;
}

std::string default_drill() { return drill::drills().front().id; }

void choose_drill(RunOptions& options, drill::Drill const& drill) {
  options.drill = drill.id;
  options.own_drill = drill::is_own(drill) ? drill.digest : Digest{};
}

std::uint64_t drawn_seed() {
  std::uint64_t bits = 0;
  randombytes_buf(&bits, sizeof bits);
  return bits & max_seed;
}

Hash salt_of(std::string_view file) { return blake2b(as_bytes(file)); }

Hash digest_of_salt(Hash const& salt) { return salt == Hash{} ? Hash{} : blake2b(salt.bytes); }

}  // namespace studylab::console
