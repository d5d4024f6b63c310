#pragma once

#include <string>
#include <string_view>

#include "lab/console/render/styled.h"
#include "lab/console/session.h"

namespace studylab::cli {

// What the operator knows, in front of the line: time since the alert, the error rate as last
// queried with its age and trend, holds, own operations that are not known to have ended, and
// notices whose answer was not read yet. Not much longer than half of `width`: the trend is left
// out first, then what comes last.
console::Styled prompt_text(console::Session const& session, std::size_t width);

// Text for the line editor, which must not count the escape sequences: each is put between two
// `literal`, and sequences without a character between them are one.
inline constexpr char literal = '\1';
std::string with_literals(std::string_view text);

}  // namespace studylab::cli
