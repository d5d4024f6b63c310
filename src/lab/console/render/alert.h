#pragma once

#include <string>

#include "lab/console/session.h"

namespace studylab::console {

// What a person reads first: the alert, and how to begin.
std::string alert_text(Session const& session, Screen const& screen);

}  // namespace studylab::console
