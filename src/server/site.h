#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace studylab::server {

// A host name or IP address as in a URL: in lower case, an IPv6 address in brackets.
std::string url_host(std::string_view host);

// How a server is reached: the address that its links begin with, and the Host and Origin headers
// that name it.
struct Site {
  bool tls = false;
  std::vector<std::string> names;  // as in a URL; the first is that of links
  unsigned short port = 0;

  // `https://class.example:7070`.
  std::string root() const;
  // Whether a Host header names this server. Upper case is accepted; the port may be omitted if it
  // is the usual one of HTTP or HTTPS.
  bool is_host(std::string_view header) const;
  // Whether an Origin header is that of this server's pages.
  bool is_origin(std::string_view header) const;

 private:
  std::string_view scheme() const { return tls ? "https://" : "http://"; }
};

}  // namespace studylab::server
