#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace studylab::server {

// A key that occurs twice in one object of a JSON text; none: there is none, or the text is not
// JSON. What parses JSON keeps the last of both values, and a reader of the text may see the first.
std::optional<std::string> repeated_key(std::string_view text);

}  // namespace studylab::server
