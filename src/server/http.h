#pragma once

#include <expected>
#include <functional>
#include <string>

#include "server/api.h"
#include "server/listening.h"
#include "server/login.h"
#include "server/site.h"

namespace studylab::server {

// Limits of the HTTP server. Whatever exceeds them is refused or cut off.
inline constexpr std::size_t max_body = 64 * 1024;       // bytes of a request's body
inline constexpr std::size_t max_upload = max_evidence;  // of the largest file that is accepted
inline constexpr std::size_t max_head = 16 * 1024;       // bytes of its line and headers
inline constexpr std::size_t max_connections = 1024;     // open ones; further ones get a 503
inline constexpr std::size_t max_refusals = 64;  // sent at a time; further ones are only closed
inline constexpr std::chrono::seconds refusal_time{2};  // to take a refusal that ends a connection
// To agree on keys, to send a request, or to take a response.
inline constexpr std::chrono::seconds request_time{30};
inline constexpr std::chrono::seconds closing_time{2};  // to close a connection after TLS
inline constexpr std::chrono::seconds heartbeat_time{
    15};  // between signs of life of an event stream

// Where a server listens, and how it is reached.
struct Listener {
  Address address;
  Site site;
};

// Serves the API until SIGINT or SIGTERM, in the calling thread; then seals every open run. `ready`
// is called once requests are accepted, `renew` whenever Enter is pressed in the server's terminal
// or SIGUSR1 arrives, and `report` with one line for each error that no response carries. The error
// says why it cannot listen.
std::expected<void, std::string> serve(Listening const& where, Api& api, Login& login,
                                       std::function<void(Listener const&)> const& ready,
                                       std::function<void(Listener const&)> const& renew,
                                       std::function<void(std::string const&)> const& report);

}  // namespace studylab::server
