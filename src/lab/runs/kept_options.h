#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "lab/console/options.h"
#include "lab/runs/store_process.h"

namespace studylab::runs {

// A run that a server operates for the owner of the home. If the server is killed, the next server
// of this home continues the run.
struct Served {
  std::uint32_t speed = 1;      // drill seconds per second on the wall clock
  std::uint32_t continued = 0;  // how often a server has continued it

  friend bool operator==(Served const&, Served const&) = default;
};

// The options that a run's folder stores. The salt is not stored: the files of a run with a salt do
// not reveal what its seed leads to.
struct KeptOptions {
  console::RunOptions options;  // without the salt
  Hash salt_digest{};
  Process process;               // of the process that operates the run
  std::optional<Served> served;  // none: not by a server, or for a participant

  bool salted() const { return salt_digest != Hash{}; }
  // The options with the salt, if the run was opened with it or has none. The error names the
  // required file.
  std::expected<console::RunOptions, std::string> with(std::optional<Hash> const& salt) const;

  friend bool operator==(KeptOptions const&, KeptOptions const&) = default;
};
KeptOptions kept_options(console::RunOptions options, Process process);

// One line of JSON, as stored in a run's folder. The error names the invalid key.
std::string options_to_json(KeptOptions const& kept);
std::expected<KeptOptions, std::string> options_from_json(std::string_view text);

}  // namespace studylab::runs
