#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/tls.h"

namespace studylab::server {

struct Address {
  std::string host = "127.0.0.1";  // an IP address, without brackets
  unsigned short port = 7070;      // 0: a free one
};

// Where a server listens, who it is there, and what it is called.
struct Listening {
  Address address;
  std::optional<TlsIdentity> tls;  // always, if other machines can reach the address
  std::vector<std::string> names;  // the hosts of its URLs; the first is that of links
};

// `name` is the host of links; empty: chosen from the certificate. The error is one line: what is
// not an IP address, what other machines can reach without TLS, or why no name leads to the server.
std::expected<Listening, std::string> listening(Address address, std::optional<TlsIdentity> tls,
                                                std::string_view name);

}  // namespace studylab::server
