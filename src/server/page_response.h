#pragma once

#include <string_view>

#include "server/message.h"

namespace studylab::server {

// The answer to a request for a page or one of its files. The pages hold nothing of any run: what
// they show, they request from the API. Text is sent as gzip to clients that accept it. A file with
// a hash of its content in its name never changes; of the others, a browser asks each time whether
// they have changed.
Response page_response(Request const& request);

// Whether an Accept-Encoding header accepts gzip.
bool accepts_gzip(std::string_view header);
// Whether the name of a file has a hash of its content: `/assets/index-BxYz12_4.js`.
bool has_content_hash(std::string_view path);

}  // namespace studylab::server
