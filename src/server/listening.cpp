#include "server/listening.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>

#include "server/site.h"

namespace studylab::server {
namespace {

using Names = std::vector<std::string>;

void add_name(Names& names, std::string_view name) {
  auto host = url_host(name);
  if (std::ranges::find(names, host) == names.end()) names.push_back(std::move(host));
}

// The names that the certificate proves, the chosen one first. The error says that there is none.
std::expected<Names, std::string> proven_names(TlsIdentity const& tls, std::string_view address,
                                               std::string_view chosen) {
  Names names;
  if (!chosen.empty()) {
    if (!tls.covers(chosen)) {
      return std::unexpected(fmt::format("--name: the certificate does not name {}", chosen));
    }
    add_name(names, chosen);
  }
  if (tls.covers(address)) add_name(names, address);
  for (auto const& name : tls.names()) add_name(names, name);
  if (!names.empty()) return names;
  return std::unexpected{
      "--tls-certificate: the certificate names no host (subjectAltName); if it has a wildcard, "
      "choose the name of this server with --name"};
}

}  // namespace

std::expected<Listening, std::string> listening(Address address, std::optional<TlsIdentity> tls,
                                                std::string_view name) {
  boost::system::error_code bad;
  auto const ip = boost::asio::ip::make_address(address.host, bad);
  if (bad) {
    return std::unexpected(fmt::format(
        "--listen: '{}' is not an IP address; expected one such as 127.0.0.1", address.host));
  }
  if (!tls && !ip.is_loopback()) {
    return std::unexpected(fmt::format(
        "--listen: other machines can reach {}, which requires TLS: add --tls-certificate FILE and "
        "--tls-key FILE; without TLS, only addresses such as 127.0.0.1 are accepted",
        url_host(address.host)));
  }
  if (!tls && !name.empty()) {
    return std::unexpected{"--name requires --tls-certificate FILE and --tls-key FILE"};
  }
  auto names = tls ? proven_names(*tls, address.host, name) : Names{};
  if (!names) return std::unexpected(std::move(names.error()));
  if (!ip.is_unspecified()) add_name(*names, address.host);
  if (ip.is_unspecified() || ip.is_loopback()) add_name(*names, "localhost");
  return Listening{std::move(address), std::move(tls), std::move(*names)};
}

}  // namespace studylab::server
