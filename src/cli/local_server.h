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

namespace studylab::cli {

// The file in the home folder with the address of the server of that home.
inline constexpr char const* address_file = "server";

// `127.0.0.1:7070`; none if it has another form.
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

  // `http://127.0.0.1:7070`.
  std::string root() const;

 private:
  LocalServer(server::Address address, std::string token)
      : address_(std::move(address)), token_(std::move(token)) {}
  std::expected<boost::json::value, Problem> ask(std::string_view method, std::string_view path,
                                                 std::string const& body) const;

  server::Address address_;
  std::string token_;
};

// A word of a path or query of a request.
std::string encoded_word(std::string_view word);

}  // namespace studylab::cli
