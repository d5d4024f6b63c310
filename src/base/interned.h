#pragma once

#include <string>
#include <string_view>

namespace studylab {

// The text that a name without a value has.
inline std::string const no_text;

// The one copy of this text in the process; &no_text if it is empty. It is never moved and never
// freed, so intern only names: they are short, and a process meets few different ones. Each process
// of Study Lab has one thread; this is not for several.
std::string const* interned(std::string_view text);

// Whether a name with this text has been met. If not, nothing has that name.
bool is_interned(std::string_view text);

}  // namespace studylab
