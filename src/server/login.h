#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server/grants.h"
#include "server/message.h"
#include "server/site.h"

namespace studylab::server {

// Decides whose requests are served. A program sends the bearer token of `home`/token, or that of a
// grant. A browser exchanges the key of a login link, which works once, for a cookie that scripts
// cannot read. Requests must name this server as their host, and those of a page as their origin,
// so that a page of another site cannot act on the user's behalf.
class Login {
 public:
  // Reads the token of this home, mode 0600, and creates it at the first use. The error is one
  // line. The grants must outlive it.
  static std::expected<Login, std::string> of(std::filesystem::path const& home, Grants& grants);

  // How this server is reached. Over TLS, the cookie is for TLS alone.
  void serves(Site site) { site_ = std::move(site); }

  // The path of a link that logs one browser in; an earlier link stops working.
  std::string login_path();
  // The answer to a login link: a redirection to the first page with the cookie, or a problem.
  Response login(Request const& request);

  // The problem with a request for a page, which holds no data; none: it is served.
  std::optional<Response> page_refusal(Request const& request) const;
  // Who sends a request to the API, or the problem with it.
  std::expected<Sender, Response> sender_of(Request const& request) const;

 private:
  Login(std::string token, Grants& grants);
  Response logged_in(std::string location, std::string_view cookie) const;
  // Whether a participant's browser opens the link of an instructor who reads their run.
  bool shows_own_truth(Request const& request, std::string_view key) const;
  std::optional<Sender> sender_with(std::string_view secret, std::string_view of_owner) const;

  Grants* grants_;
  std::string token_;
  std::string cookie_;  // derived from the token: a login survives a restart of the server
  std::string once_;    // of the login link; empty: used
  Site site_;
};

// The path of the link of a grant.
std::string link_path(Grant const& grant);

}  // namespace studylab::server
