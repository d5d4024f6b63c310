#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/problem.h"
#include "server/http.h"
#include "server/http_client.h"

namespace studylab::cli {

// The file in the home folder about the server of that home: a line with the address at which it
// listens, a line with that of its links, and its certificate (nothing without TLS).
inline constexpr char const* address_file = "server";

// `127.0.0.1:7070` or `[::1]:7070`; none if it has another form.
std::optional<server::Address> read_address(std::string_view text);

// The running server of a home, as its owner uses it.
class LocalServer {
 public:
  // The error says that no server runs for this home, and how to start one. The server itself is
  // asked at the first request.
  static std::expected<LocalServer, Problem> of(std::filesystem::path const& home);

  // The document that the server answers, below /api/v1. The error has the server's own words.
  std::expected<boost::json::value, Problem> get(std::string_view path) const;
  std::expected<boost::json::value, Problem> post(std::string_view path,
                                                  boost::json::object const& body) const;

  // The address of its links: `http://127.0.0.1:7070`.
  std::string const& root() const { return root_; }

 private:
  LocalServer(server::Known server, std::string root)
      : server_(std::move(server)), root_(std::move(root)) {}
  std::expected<boost::json::value, Problem> ask(std::string_view method, std::string_view path,
                                                 std::string const& body) const;

  server::Known server_;
  std::string root_;
};

// A word of a path or query of a request.
std::string encoded_word(std::string_view word);

}  // namespace studylab::cli
