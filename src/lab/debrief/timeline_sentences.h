#pragma once

#include <string>

#include "model/facts.h"

namespace studylab::debrief {

// The fact in a sentence; empty: it is not part of the story.
std::string sentence(Fact const& fact);

}  // namespace studylab::debrief
