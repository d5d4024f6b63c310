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

// Sends one request and waits for the response; `body` is JSON, or empty. The error is one line. A
// server whose certificate differs from the known one, or is not valid now, is an error: the token
// is not sent to it.
std::expected<Response, std::string> ask(Known const& server, std::string_view method,
                                         std::string_view target, std::string_view body = {});

}  // namespace studylab::server
