#pragma once

#include <string_view>

namespace studylab::cli {

// Whether the text is longer than the terminal's screen.
bool exceeds_screen(std::string_view text);

// Shows the text in the pager, as git does: `$PAGER`, else `less -FRX`. Returns false if there is
// no pager: `$PAGER` is empty, or it cannot be started.
bool page(std::string_view text);

}  // namespace studylab::cli
