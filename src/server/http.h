#pragma once

#include <expected>
#include <functional>
#include <string>

#include "server/api.h"
#include "server/login.h"

namespace studylab::server {

// Limits of the HTTP server. Whatever exceeds them is refused or cut off.
inline constexpr std::size_t max_body = 64 * 1024;       // bytes of a request's body
inline constexpr std::size_t max_upload = max_evidence;  // of the largest file that is accepted
inline constexpr std::size_t max_head = 16 * 1024;       // bytes of its line and headers
inline constexpr std::size_t max_connections = 1024;     // open ones; further ones get a 503
inline constexpr std::size_t max_refusals = 64;  // sent at a time; further ones are only closed
inline constexpr std::chrono::seconds refusal_time{2};   // to take such a 503, or a 413
inline constexpr std::chrono::seconds request_time{30};  // to send a request, or take a response
inline constexpr std::chrono::seconds heartbeat_time{
    15};  // between signs of life of an event stream

struct Address {
  std::string host = "127.0.0.1";
  unsigned short port = 7070;  // 0: a free one
};

// Serves the API until SIGINT or SIGTERM, in the calling thread; then seals every open run. `ready`
// is called with the address once requests are accepted, `renew` whenever Enter is pressed in the
// server's terminal or SIGUSR1 arrives, and `report` with one line for each error that no response
// carries. The error says why it cannot listen.
std::expected<void, std::string> serve(Address const& address, Api& api, Login& login,
                                       std::function<void(Address const&)> const& ready,
                                       std::function<void(Address const&)> const& renew,
                                       std::function<void(std::string const&)> const& report);

}  // namespace studylab::server
