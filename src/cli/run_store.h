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

// Why a command ends without what it was asked for: one line, and its status.
struct Problem {
  Exit exit = Exit::missing;
  std::string text;
};

// Says it on standard error.
Exit fail(Problem const& problem);

// What is left when a run has ended.
struct Ended {
  debrief::Debrief debrief;
  boost::json::object document;
  std::string bundle;  // its bytes
};

// Measures, seals, grades and debriefs a run that has ended, and keeps it all in its folder. The
// error is one line.
std::expected<Ended, std::string> seal_run(console::Store const& store, console::RunFolder& folder,
                                           console::Session& session);

// To read what is there, or to play: then the folders are made.
enum class Opening : std::uint8_t { reading, playing };

// The store under the home folder, with every run that was cut off sealed as such, those that are
// salted with this salt among them. Says on standard error which those were, and what does not
// read.
std::expected<console::Store, Problem> open_store(Opening opening, std::optional<Hash> const& salt);

// The bundle of a run that is sealed. Status 1 where it is damaged.
std::expected<evidence::Bundle, Problem> sealed_bundle(console::Store const& store,
                                                       std::string const& run);
// The options that a bundle says it was opened with.
std::expected<console::RunOptions, Problem> options_of(evidence::Bundle const& bundle,
                                                       std::optional<Hash> const& salt);
// What a bundle leads to. Where the run is salted and this is not its salt, the counterfactual is
// left out.
struct Told {
  debrief::Debrief debrief;
  bool whole = true;
};
std::expected<Told, Problem> debrief_of(evidence::Bundle const& bundle,
                                        std::optional<Hash> const& salt);

}  // namespace studylab::cli
