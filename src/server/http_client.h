#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "server/http.h"
#include "server/message.h"

namespace studylab::server {

inline constexpr std::chrono::seconds answer_time{60};  // for the whole exchange

// One request to a server of this machine, with a bearer token; waits for the answer. A body is
// JSON. The error is one line: there is no answer.
std::expected<Response, std::string> ask(Address const& address, std::string_view token,
                                         std::string_view method, std::string_view target,
                                         std::string_view body = {});

}  // namespace studylab::server
