#pragma once

#include <string>

#include "lab/console/session.h"

namespace studylab::console {

// The first screen: the alert, and how to begin.
std::string alert_text(Session const& session, Screen const& screen);

}  // namespace studylab::console
