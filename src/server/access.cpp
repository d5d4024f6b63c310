#include "server/access.h"

#include <array>
#include <chrono>

#include <fmt/format.h>
#include <sodium.h>

#include "evidence/file_write.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

constexpr std::string_view cookie_name = "studylab=";
constexpr std::size_t secret_bytes = 32;
// A login outlives the browser's window.
constexpr std::chrono::seconds login_time = std::chrono::days{30};

// A person reads this, so it is not a problem document.
constexpr std::string_view used_link_page =
    "<!doctype html><html lang=\"en\"><title>Study Lab</title>"
    "<h1>This login link has been used or replaced</h1>"
    "<p>A link works once. In the terminal in which Study Lab runs, press Enter: it prints a new "
    "one. Open runs go on.</p>"
    "<p>If this browser is logged in already: <a href=\"/\">Study Lab</a></p></html>";

std::string hex(unsigned char const* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

std::string drawn_secret() {
  std::array<unsigned char, secret_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes.data(), bytes.size());
}

// In constant time, so that the duration of an answer says nothing about the secret.
bool equal(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool is_secret(std::string_view text) {
  return text.size() == secret_bytes * 2 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view cookie_in(std::string_view header) {
  while (!header.empty()) {
    auto one = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(header.size(), one.size() + 1));
    one.remove_prefix(std::min(one.size(), one.find_first_not_of(' ')));
    if (one.starts_with(cookie_name)) return one.substr(cookie_name.size());
  }
  return {};
}

}  // namespace

Access::Access(std::string token) : token_(std::move(token)) {
  std::array<unsigned char, secret_bytes> bytes{};
  constexpr std::string_view purpose = "studylab cookie";
  crypto_generichash(bytes.data(), bytes.size(),
                     reinterpret_cast<unsigned char const*>(purpose.data()), purpose.size(),
                     reinterpret_cast<unsigned char const*>(token_.data()), token_.size());
  cookie_ = hex(bytes.data(), bytes.size());
}

std::expected<Access, std::string> Access::of(std::filesystem::path const& home) {
  auto const path = home / "token";
  auto const made = evidence::make_secret_file(path, drawn_secret() + "\n");
  if (!made) return std::unexpected(made.error());
  auto text = evidence::read_file(path);
  if (!text) return std::unexpected(text.error().text);
  while (!text->empty() && text->back() == '\n') text->pop_back();
  if (!is_secret(*text)) {
    return std::unexpected(
        fmt::format("{} is not a token; expected {} hex digits", path.string(), secret_bytes * 2));
  }
  std::error_code bad;
  auto const mode = std::filesystem::status(path, bad).permissions();
  using std::filesystem::perms;
  if (bad || (mode & (perms::group_all | perms::others_all)) != perms::none) {
    return std::unexpected(
        fmt::format("{} can be read by others; make it readable for you alone: chmod 600 {}",
                    path.string(), path.string()));
  }
  return Access{std::move(*text)};
}

void Access::listens_at(std::string_view host, unsigned port) {
  host_ = fmt::format("{}:{}", host, port);
  local_host_ = fmt::format("localhost:{}", port);
}

std::string Access::login_path() {
  once_ = drawn_secret();
  return "/login?key=" + once_;
}

bool Access::knows_host(std::string_view host) const {
  return host == host_ || host == local_host_;
}

Response Access::login(Request const& request) {
  if (auto refused = page_refusal(request)) return *refused;
  auto const key = request.query.find("key");
  bool const good = key != request.query.end() && !once_.empty() && equal(key->second, once_);
  if (!good) {
    return {403, "text/html; charset=utf-8", std::string{used_link_page}, {}};
  }
  once_.clear();
  Response response{303, "text/plain", {}, {}};
  response.headers = {
      {"Location", "/"},
      {"Set-Cookie", fmt::format("{}{}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict", cookie_name,
                                 cookie_, login_time.count())}};
  return response;
}

std::optional<Response> Access::page_refusal(Request const& request) const {
  if (knows_host(request.header("host"))) return std::nullopt;
  return problem(421, "the Host header does not name this server");
}

std::optional<Response> Access::refusal(Request const& request) const {
  if (auto refused = page_refusal(request)) return refused;
  auto const origin = request.header("origin");
  constexpr std::string_view scheme = "http://";
  bool const own = origin.starts_with(scheme) && knows_host(origin.substr(scheme.size()));
  if (!origin.empty() && !own) return problem(403, "the Origin header names another site");
  constexpr std::string_view bearer = "Bearer ";
  auto const authorization = request.header("authorization");
  if (authorization.starts_with(bearer) && equal(authorization.substr(bearer.size()), token_)) {
    return std::nullopt;
  }
  if (authorization.empty() && equal(cookie_in(request.header("cookie")), cookie_)) {
    return std::nullopt;
  }
  auto refused = problem(
      401,
      "this browser is not logged in: open the link that Study Lab prints in its terminal (press "
      "Enter there for a new one); a program sends the token, whose file is printed there too, as "
      "Authorization: Bearer TOKEN");
  refused.headers.emplace_back("WWW-Authenticate", "Bearer");
  return refused;
}

}  // namespace studylab::server
