#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "evidence/bundle.h"
#include "lab/console/options.h"
#include "lab/console/render/screen.h"
#include "lab/debrief/counterfactual.h"
#include "lab/grade/grade.h"

// What is shown after a run: its score, what happened, where it diverged from the expert and what
// that cost.
namespace studylab::debrief {

// A run that has ended, with everything that a debrief needs.
struct Debrief {
  std::string run;
  std::string runbook;
  std::string operator_kind;  // human, expert, script:…
  std::vector<FactEntry> platform;
  std::vector<evidence::LabEntry> lab;
  evidence::Head platform_head;
  evidence::Head lab_head;
  grade::Score score;
  // What sets the run's variant apart, and what repairs it: of its answer key.
  std::vector<drill::ClueKind> clues;
  std::vector<drill::RepairOutcome> repairs;
  // The incident at the time limit without further commands, if the run ended with the symptom.
  std::optional<UntouchedMeasured> untouched;
  // None: the run never diverged from the expert, or is invalid.
  std::optional<Counterfactual> counterfactual;
};

// Reads the bundle and grades it against its own drill's answer key. The error says what is
// missing: a drill or variant that this program does not have, a kind of entry that it does not
// know. The counterfactual is left out; `counterfactual()` makes it.
std::expected<Debrief, std::string> make(evidence::Bundle const& bundle);

// None where the run lost no point, is invalid, or cannot be replayed with these options.
std::optional<Counterfactual> counterfactual(console::RunOptions const& options,
                                             Debrief const& debrief);

// The document of `--json`.
boost::json::object document(Debrief const& debrief);
// For a person: lines of at most the screen's width, the last without a line end. The verdict and
// what to do next time are in the first 24.
std::string text(Debrief const& debrief, console::Screen const& screen = {});
// A post-mortem in Markdown.
std::string report(Debrief const& debrief);

}  // namespace studylab::debrief
