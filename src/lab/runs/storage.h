#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "evidence/chain.h"
#include "evidence/seal.h"
#include "lab/console/options.h"

namespace studylab::runs {

// Where one run is stored. Every error is one line.
class Storage {
 public:
  using Result = std::expected<void, std::string>;

  virtual ~Storage() = default;
  virtual std::string const& run() const = 0;
  // Begins the run with these options; `chain` is its platform chain so far.
  virtual Result begin(console::RunOptions const& options, evidence::Chain const& chain) = 0;
  // Stores the options again, which have changed since the run was begun.
  virtual Result keep(console::RunOptions const& options) = 0;
  // Stores the entries of the run's platform chain that are not stored yet.
  virtual Result save(evidence::Chain const& chain) = 0;
  // The key that seals the run.
  virtual std::expected<evidence::SigningKey, std::string> key() const = 0;
  // Stores the sealed bundle and the debrief of a run that has ended.
  virtual Result seal(std::string_view bundle, std::string_view debrief_json) = 0;
};

}  // namespace studylab::runs
