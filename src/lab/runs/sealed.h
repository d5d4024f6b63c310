#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "evidence/bundle.h"
#include "lab/debrief/debrief.h"
#include "lab/runs/problem.h"
#include "lab/runs/store.h"

// Runs that have been sealed, and what their bundles say.
namespace studylab::runs {

// The bundle of a sealed run. The error is `failed` if it is damaged.
std::expected<evidence::Bundle, Problem> sealed_bundle(Store const& store, std::string const& run);

// How a bundle's run was opened; none: its lab chain does not record it.
std::optional<LabOpened> opened_of(evidence::Bundle const& bundle);

// The options of a bundle's run.
std::expected<console::RunOptions, Problem> options_of(evidence::Bundle const& bundle,
                                                       std::optional<Hash> const& salt);

// The debrief of a bundle. The counterfactual repeats the run, so it is left out if the run has a
// salt that is not given, or was made by another version.
struct DebriefResult {
  debrief::Debrief debrief;
  std::string left_out;  // why, in one line; empty: it is there
  std::string version;   // of the program that made the run

  bool whole() const { return left_out.empty(); }
};
std::expected<DebriefResult, Problem> debrief_of(evidence::Bundle const& bundle,
                                                 std::optional<Hash> const& salt);

// One run of a store. The result is computed from the bundle, after both chains and the signature
// were checked; no other file determines a score.
struct ListedRun {
  RunSummary summary;
  // None if the run is not sealed or its bundle cannot be verified; `summary.note` gives the
  // reason.
  std::optional<debrief::Debrief> result;
};
// Oldest first.
std::expected<std::vector<ListedRun>, std::string> listed_runs(Store const& store);

}  // namespace studylab::runs
