#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "server/message.h"

namespace studylab::server {

// A JSON document as a response.
Response json_response(boost::json::value const& value);
// An error as problem details (RFC 9457): `detail` says what is wrong and what is accepted; `more`
// is for programs.
Response problem(unsigned status, std::string_view detail, boost::json::object const& more = {});
// The reason phrase of a status that this server sends.
std::string_view reason_of(unsigned status);

}  // namespace studylab::server
