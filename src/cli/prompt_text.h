#pragma once

#include <string>

#include "lab/console/render/screen.h"
#include "lab/console/session.h"

namespace studylab::cli {

// What the operator knows, in front of the line: time since the alert, the error rate as last
// queried with its age and trend, holds, own operations that are not known to have ended, and
// notices whose answer was not read yet. No longer than half of `width`: what comes last is left
// out.
std::string prompt_text(console::Session const& session, console::Charset charset,
                        std::size_t width);

}  // namespace studylab::cli
