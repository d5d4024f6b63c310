#pragma once

#include <expected>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "cli/exit_status.h"
#include "lab/console/session.h"
#include "lab/console/store.h"
#include "lab/debrief/debrief.h"

namespace studylab::cli {

// Why a command failed: one line, and its exit status.
struct Problem {
  Exit exit = Exit::missing;
  std::string text;
};

// Prints it on standard error.
Exit fail(Problem const& problem);

// The results of a run that has ended.
struct Ended {
  debrief::Debrief debrief;
  boost::json::object document;
  std::string bundle;  // its bytes
};

// Measures, seals, grades and debriefs a run that has ended, and stores the results in its folder.
// The error is one line.
std::expected<Ended, std::string> seal_run(console::Store const& store, console::RunFolder& folder,
                                           console::Session& session);

// Whether to read runs or to operate one; operating creates missing folders.
enum class Opening : std::uint8_t { reading, playing };

// The store under the home folder. Seals every interrupted run as crashed, including those with
// this salt. Reports on standard error which runs it sealed, and which it cannot read.
std::expected<console::Store, Problem> open_store(Opening opening, std::optional<Hash> const& salt);

// The bundle of a sealed run. Status 1 if it is damaged.
std::expected<evidence::Bundle, Problem> sealed_bundle(console::Store const& store,
                                                       std::string const& run);
// The options of a bundle's run.
std::expected<console::RunOptions, Problem> options_of(evidence::Bundle const& bundle,
                                                       std::optional<Hash> const& salt);
// The debrief of a bundle. If the run has a salt and it is not given, the counterfactual is left
// out.
struct DebriefResult {
  debrief::Debrief debrief;
  bool whole = true;
};
std::expected<DebriefResult, Problem> debrief_of(evidence::Bundle const& bundle,
                                                 std::optional<Hash> const& salt);

}  // namespace studylab::cli
