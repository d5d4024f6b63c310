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

// The result of a run: its score, what happened, where it diverged from the expert, and what that
// cost.
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
  // From the answer key of the run's variant: its clues and its repairs.
  std::vector<grade::Clue const*> clues;
  std::vector<grade::AcceptedRepair const*> repairs;
  // The incident at the time limit without further commands, if the run ended with the symptom.
  std::optional<UntouchedMeasured> untouched;
  // None: the run never diverged from the expert, or is invalid.
  std::optional<Counterfactual> counterfactual;
};

// Reads the bundle and grades it against the answer key of its drill. The error says what is
// missing: a drill or variant that this program does not have, or a kind of entry that it does not
// know. `counterfactual()` adds the counterfactual.
std::expected<Debrief, std::string> make(evidence::Bundle const& bundle);
// The same where the bundle's entries are at hand: reading them takes most of the time.
std::expected<Debrief, std::string> make(evidence::Bundle const& bundle,
                                         std::vector<FactEntry> platform,
                                         std::vector<evidence::LabEntry> lab);

// None if the run lost no point, is invalid, or cannot be replayed with these options.
std::optional<Counterfactual> counterfactual(console::RunOptions const& options,
                                             Debrief const& debrief);

// The document of `--json`.
boost::json::object document(Debrief const& debrief);
// The text for a person: lines of at most the screen's width, without a final line end. The verdict
// and what to do next time are in the first 24 lines.
std::string text(Debrief const& debrief, console::Screen const& screen = {});
// A post-mortem in Markdown.
std::string report(Debrief const& debrief);

}  // namespace studylab::debrief
