#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "server/http.h"
#include "server/message.h"

namespace studylab::server {

inline constexpr std::chrono::seconds answer_time{60};  // for the whole exchange

// A server of this machine, and the token that it is sent.
struct Known {
  Address address;          // an address of no single machine means this one
  std::string name;         // the host of its URLs
  std::string certificate;  // in PEM form; empty: without TLS
  std::string token;
};

// One request; waits for the answer. A body is JSON. The error is one line: there is no answer, or
// what answers has another certificate, or one that is no longer valid, and is not sent the token.
std::expected<Response, std::string> ask(Known const& server, std::string_view method,
                                         std::string_view target, std::string_view body = {});

}  // namespace studylab::server
