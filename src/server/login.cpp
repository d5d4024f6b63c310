#include "server/login.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "evidence/file_write.h"
#include "server/responses.h"
#include "server/secrets.h"

namespace studylab::server {
namespace {

constexpr std::string_view cookie_name = "studylab=";
constexpr std::string_view login_with_key = "/login?key=";
// A login outlives the browser's window.
constexpr std::chrono::seconds login_time = std::chrono::days{30};

// A person reads this, so it is not a problem document.
constexpr std::string_view used_link_page =
    "<!doctype html><html lang=\"en\"><title>Study Lab</title>"
    "<h1>This login link has been used or replaced</h1>"
    "<p>A link works once. In the terminal in which Study Lab runs, press Enter: it prints a new "
    "one. Open runs go on.</p>"
    "<p>If this browser is logged in already: <a href=\"/\">Study Lab</a></p></html>";

constexpr std::string_view own_truth_page =
    "<!doctype html><html lang=\"en\"><title>Study Lab</title>"
    "<h1>This link is for an instructor</h1>"
    "<p>This browser belongs to a participant, who must not read the truth of their own run. Open "
    "the link in the instructor's browser: it still works.</p>"
    "<p><a href=\"/#/group\">Back to your run</a></p></html>";

std::string_view cookie_in(std::string_view header) {
  while (!header.empty()) {
    auto one = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(header.size(), one.size() + 1));
    one.remove_prefix(std::min(one.size(), one.find_first_not_of(' ')));
    if (one.starts_with(cookie_name)) return one.substr(cookie_name.size());
  }
  return {};
}

// The page that a browser opens after the login.
std::string first_page(Grant const& grant) {
  switch (grant.role) {
    case Role::owner: break;
    case Role::participant: return "/#/group";
    case Role::observer: return "/#/observe/" + grant.run;
    case Role::instructor: return "/#/board";
  }
  return "/";
}

}  // namespace

std::string link_path(Grant const& grant) { return std::string{login_with_key} + grant.key; }

Login::Login(std::string token, Grants& grants)
    : grants_(&grants),
      token_(std::move(token)),
      cookie_(derived_secret(token_, "studylab cookie")) {}

std::expected<Login, std::string> Login::of(std::filesystem::path const& home, Grants& grants) {
  auto const path = home / "token";
  auto const made = evidence::make_secret_file(path, drawn_secret() + "\n");
  if (!made) return std::unexpected(made.error());
  auto text = evidence::read_file(path);
  if (!text) return std::unexpected(text.error().text);
  while (!text->empty() && text->back() == '\n') text->pop_back();
  if (!is_secret(*text)) {
    return std::unexpected(fmt::format("{} is not a token; expected {} hex digits", path.string(),
                                       drawn_secret().size()));
  }
  std::error_code bad;
  auto const mode = std::filesystem::status(path, bad).permissions();
  using std::filesystem::perms;
  if (bad || (mode & (perms::group_all | perms::others_all)) != perms::none) {
    return std::unexpected(
        fmt::format("{} can be read by others; make it readable for you alone: chmod 600 {}",
                    path.string(), path.string()));
  }
  return Login{std::move(*text), grants};
}

std::string Login::login_path() {
  once_ = drawn_secret();
  return std::string{login_with_key} + once_;
}

Response Login::logged_in(std::string location, std::string_view cookie) const {
  Response response{303, "text/plain", {}, {}};
  response.headers = {
      {"Location", std::move(location)},
      {"Set-Cookie",
       fmt::format("{}{}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", cookie_name, cookie,
                   login_time.count(), site_.tls ? "; Secure" : "")}};
  return response;
}

Response Login::login(Request const& request) {
  if (auto refused = page_refusal(request)) return *refused;
  auto const given = request.query.find("key");
  auto const key = given == request.query.end() ? std::string_view{} : given->second;
  if (!once_.empty() && equal_secrets(key, once_)) {
    once_.clear();
    return logged_in("/", cookie_);
  }
  if (shows_own_truth(request, key)) {
    return {403, "text/html; charset=utf-8", std::string{own_truth_page}, {}};
  }
  if (auto const* grant = grants_->use_key(key)) return logged_in(first_page(*grant), grant->token);
  return {403, "text/html; charset=utf-8", std::string{used_link_page}, {}};
}

bool Login::shows_own_truth(Request const& request, std::string_view key) const {
  auto const* opened = grants_->with_key(key);
  auto const* own = grants_->with_token(cookie_in(request.header("cookie")));
  return opened != nullptr && own != nullptr && opened->role == Role::instructor &&
         own->role == Role::participant && (opened->group == 0 || opened->group == own->group);
}

std::optional<Response> Login::page_refusal(Request const& request) const {
  if (site_.is_host(request.header("host"))) return std::nullopt;
  return problem(421, "the Host header does not name this server");
}

std::optional<Sender> Login::sender_with(std::string_view secret, std::string_view of_owner) const {
  if (equal_secrets(secret, of_owner)) return Sender{};
  auto* grant = grants_->with_token(secret);
  return grant == nullptr ? std::nullopt : std::optional{Sender{grant->role, grant}};
}

std::expected<Sender, Response> Login::sender_of(Request const& request) const {
  if (auto refused = page_refusal(request)) return std::unexpected(std::move(*refused));
  auto const origin = request.header("origin");
  if (!origin.empty() && !site_.is_origin(origin)) {
    return std::unexpected(problem(403, "the Origin header names another site"));
  }
  constexpr std::string_view bearer = "Bearer ";
  auto const authorization = request.header("authorization");
  auto const sender =
      authorization.starts_with(bearer) ? sender_with(authorization.substr(bearer.size()), token_)
      : authorization.empty()           ? sender_with(cookie_in(request.header("cookie")), cookie_)
                                        : std::nullopt;
  if (sender) return *sender;
  auto refused = problem(
      401,
      "this browser is not logged in: open the link that Study Lab prints in its terminal (press "
      "Enter there for a new one); a program sends the token, whose file is printed there too, as "
      "Authorization: Bearer TOKEN");
  refused.headers.emplace_back("WWW-Authenticate", "Bearer");
  return std::unexpected(std::move(refused));
}

}  // namespace studylab::server
