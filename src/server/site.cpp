#include "server/site.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::server {
namespace {

std::string lower_case(std::string_view text) {
  std::string result{text};
  for (auto& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace

std::string url_host(std::string_view host) {
  auto const name = lower_case(host);
  bool const bare_ipv6 = name.find(':') != std::string::npos && !name.starts_with('[');
  return bare_ipv6 ? fmt::format("[{}]", name) : name;
}

std::string Site::root() const { return fmt::format("{}{}:{}", scheme(), names.front(), port); }

bool Site::is_host(std::string_view header) const {
  auto const given = lower_case(header);
  auto const usual_port = tls ? 443 : 80;
  return std::ranges::any_of(names, [&](std::string const& name) {
    return given == fmt::format("{}:{}", name, port) || (port == usual_port && given == name);
  });
}

bool Site::is_origin(std::string_view header) const {
  auto const begin = scheme();
  return header.starts_with(begin) && is_host(header.substr(begin.size()));
}

}  // namespace studylab::server
