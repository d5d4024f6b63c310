#pragma once

#include <string>
#include <string_view>

#include "cli/terminal.h"

namespace studylab::cli {

// Whether the text is longer than the terminal's screen.
bool exceeds_screen(std::string_view text);

// Shows the text in the pager, as git does: `$PAGER`, else `less -FRX`. Returns false if there is
// no pager: `$PAGER` is empty, or it cannot be started.
bool page(std::string_view text);

// The same where the text is longer than the screen and a person reads it; else prints it.
void print_paged(Out& out, std::string const& text);

}  // namespace studylab::cli
