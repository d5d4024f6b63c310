#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/terminal.h"

namespace studylab::cli {

// The number of lines from which a text is longer than the terminal's screen; 0: output is not a
// terminal, or no pager is installed.
std::size_t paged_from();
bool exceeds_screen(std::string_view text);

// Shows the text in the pager, as git does: `$PAGER`, else `less`, which quits by itself if the
// text fits and otherwise names its keys; `back` is what `q` leads to. `less` then neither writes
// files nor starts programs. Returns false without a pager: `$PAGER` is empty, or it cannot be
// started.
bool page(std::string_view text, std::string_view back);

// The same where the text is longer than the screen and a person reads it; else prints it.
void print_paged(Out& out, std::string const& text);

}  // namespace studylab::cli
