#pragma once

#include <expected>
#include <optional>
#include <string>

#include "lab/console/session.h"
#include "lab/grade/grade.h"
#include "lab/runs/run.h"
#include "model/lab_facts.h"

namespace studylab::debrief {

// The expert's impact on the same seed, with the accepted repair that this run took (without one,
// the most expensive accepted repair) and the gap policy that this run set. The session has ended;
// the caller appends the result to the lab chain before it makes the bundle. If the operator was
// the expert and resolved the incident, its own measurement is the reference, and nothing is run
// again. The error says why the reference is missing: the expert failed, which is a defect of the
// lab.
std::expected<ReferenceMeasured, std::string> reference_of(console::Session const& session);

// What a reference depends on in addition to seed, level and topology: equal keys share one.
std::string reference_key(console::Session const& session, grade::Score const& score);

// The incident at the time limit without further commands; none if the run ended without the
// symptom. The run's own world stops at its end, so the run is repeated in another.
std::optional<UntouchedMeasured> left_untouched(console::Session const& session);

// Records in the run's lab chain what the lab measures after the end: the reference, or why it
// is missing, and the untouched incident. After that the chains are ready to be sealed.
void append_reference(runs::Run& run);

}  // namespace studylab::debrief
