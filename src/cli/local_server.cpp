#include "cli/local_server.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;

std::unexpected<Problem> no_server(std::string_view why) {
  return std::unexpected(Problem{
      Exit::missing,
      fmt::format("no server of this home answers ({}); start one with `studylab serve`", why)});
}

// The status of the program for a status of HTTP.
Exit exit_for(unsigned status) {
  bool const wrong = status == 400 || status == 404 || status == 409;
  return wrong ? Exit::usage : Exit::missing;
}

// Removes the first line and returns it; empty: there is none.
std::string take_line(std::string_view& text) {
  std::string line{text.substr(0, text.find('\n'))};
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

}  // namespace

std::optional<server::Address> read_address(std::string_view text) {
  auto const colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  server::Address address{std::string{host}, 0};
  auto const port = text.substr(colon + 1);
  auto const [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  return address;
}

std::expected<LocalServer, Problem> LocalServer::of(std::filesystem::path const& home) {
  auto const listening = evidence::read_file(home / address_file);
  if (!listening) return no_server("it has none");
  std::string_view lines = *listening;
  auto const address = read_address(take_line(lines));
  auto root = take_line(lines);
  auto const scheme_end = root.find("://"), name_end = root.rfind(':');
  if (!address || scheme_end == std::string::npos || name_end < scheme_end + 3) {
    return no_server("its address cannot be read");
  }
  auto const token = evidence::read_file(home / "token");
  if (!token) return std::unexpected(Problem{Exit::missing, token.error().text});
  std::string_view secret = *token;
  auto name = root.substr(scheme_end + 3, name_end - scheme_end - 3);
  return LocalServer{{*address, std::move(name), std::string{lines}, take_line(secret)},
                     std::move(root)};
}

std::expected<json::value, Problem> LocalServer::get(std::string_view path) const {
  return ask("GET", path, {});
}
std::expected<json::value, Problem> LocalServer::post(std::string_view path,
                                                      json::object const& body) const {
  return ask("POST", path, json::serialize(body));
}

std::expected<json::value, Problem> LocalServer::ask(std::string_view method, std::string_view path,
                                                     std::string const& body) const {
  auto const answer = server::ask(server_, method, fmt::format("/api/v1{}", path), body);
  if (!answer) return no_server(answer.error());
  boost::system::error_code bad;
  auto value = json::parse(answer->body, bad);
  if (bad) return no_server("its answer is not JSON");
  if (answer->status < 300) return value;
  auto const* problem = value.if_object();
  auto const* detail = problem == nullptr ? nullptr : problem->if_contains("detail");
  auto const* text = detail == nullptr ? nullptr : detail->if_string();
  return std::unexpected(
      Problem{exit_for(answer->status), text == nullptr
                                            ? fmt::format("the server answered {}", answer->status)
                                            : std::string{*text}});
}

std::string encoded_word(std::string_view word) {
  std::string encoded;
  for (char const c : word) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    encoded += plain ? std::string{c}
                     : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return encoded;
}

}  // namespace studylab::cli
