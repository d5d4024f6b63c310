#pragma once

#include <string>
#include <string_view>

namespace studylab::server {

// The bytes in the format of gzip (RFC 1952), as small as zlib makes them.
std::string gzip(std::string_view bytes);

}  // namespace studylab::server
