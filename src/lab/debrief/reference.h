#pragma once

#include <expected>
#include <string>

#include "lab/console/session.h"
#include "model/lab_facts.h"

namespace studylab::debrief {

// What the same seed would have cost in the expert's hands, made to take the accepted repair that
// this run took, or the costliest accepted one where it took none. The session has ended; the
// caller appends what comes back to the lab chain before the bundle is made. Where the operator was
// the expert itself and took that repair, its own measurement is the reference and nothing is run
// again. The error says why there is none: the expert failed here, which is the lab's fault.
std::expected<ReferenceMeasured, std::string> reference_of(console::Session const& session);

// What the lab says after the end, in the session's lab chain: the reference, or why there is none.
// With it the chains are as they are sealed.
void append_reference(console::Session& session);

}  // namespace studylab::debrief
