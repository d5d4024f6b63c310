#pragma once

#include <expected>
#include <optional>
#include <string>

#include "lab/console/session.h"
#include "lab/grade/grade.h"
#include "model/lab_facts.h"

namespace studylab::debrief {

// The expert's impact on the same seed, made to take the accepted repair that this run took (the
// costliest accepted one where it took none), under the gap policy that this run set. The session
// has ended; the caller appends what comes back to the lab chain before the bundle is made. Where
// the operator was the expert itself and resolved the incident, its own measurement is the
// reference and nothing is run again. The error says why there is none: the expert failed here,
// which is the lab's fault.
std::expected<ReferenceMeasured, std::string> reference_of(console::Session const& session);

// What a reference depends on besides seed, level and topology: runs with equal keys share one.
std::string reference_key(console::Session const& session, grade::Score const& score);

// What the incident comes to at the time limit when nothing more is done; none where the symptom
// was absent at the run's end. The world itself goes no further than the run: it is played again.
std::optional<UntouchedMeasured> left_untouched(console::Session const& session);

// What the lab records after the end, in the session's lab chain: the reference, or why there is
// none, and what the incident came to untouched. With it the chains are as they are sealed.
void append_reference(console::Session& session);

}  // namespace studylab::debrief
