#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "command_language/wrap.h"
#include "evidence/bundle.h"
#include "lab/debrief/counterfactual.h"
#include "lab/grade/grade.h"

// What is told after a run: its marks, what happened, where it left the expert's way and what that
// cost.
namespace studylab::debrief {

// A run that has ended, with all that a debrief is made of.
struct Debrief {
  std::string run;
  std::string runbook;
  std::string operator_kind;  // human, expert, script:…
  std::vector<FactEntry> platform;
  std::vector<evidence::LabEntry> lab;
  evidence::Head platform_head;
  evidence::Head lab_head;
  grade::Score score;
  // What the incident came to at the time limit, where the symptom was present at the run's end.
  std::optional<UntouchedMeasured> untouched;
  // None: the run never left the expert's way, or is invalid.
  std::optional<Counterfactual> counterfactual;
};

// Reads the bundle, grades it against its own drill's sheet. The error says what is missing: a
// drill or variant that this program does not have, a kind of entry that it does not know. The
// counterfactual is left out; `counterfactual()` makes it.
std::expected<Debrief, std::string> make(evidence::Bundle const& bundle);

// One document with the fields of `--json`.
boost::json::object document(Debrief const& debrief);
// For a person: several lines of at most `width` columns, the last without a line end.
std::string text(Debrief const& debrief, std::size_t width = language::usual_width);
// A post-mortem in Markdown.
std::string report(Debrief const& debrief);

}  // namespace studylab::debrief
