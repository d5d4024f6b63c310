#include "cli/serve.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/home_server.h"
#include "cli/input_file.h"
#include "cli/local_server.h"
#include "cli/open_store.h"
#include "cli/terminal.h"
#include "evidence/file_keys.h"
#include "server/http.h"
#include "server/pages.h"

namespace studylab::cli {
namespace {

// Each connection is a file: without this, a usual limit ends before that of the server.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  constexpr rlim_t wanted = 4096;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, wanted));
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

// Whether a person at a desktop started this.
bool has_desktop() {
  return isatty(STDOUT_FILENO) == 1 &&
         (std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr);
}

// Starts the user's browser and does not wait for it. If there is none, the printed link is enough.
void open_browser(std::string const& link) {
  auto const child = fork();
  if (child < 0) return;
  if (child > 0) {
    waitpid(child, nullptr, 0);
    return;
  }
  // The browser is started by a grandchild, so that its end leaves no process behind here.
  if (fork() == 0) {
    setsid();
    auto const nowhere = open("/dev/null", O_RDWR);
    for (auto const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
    execlp("xdg-open", "xdg-open", link.c_str(), nullptr);
  }
  _exit(0);
}

using Identity = std::optional<server::TlsIdentity>;

// Of the certificate and key that the command names; none if it names neither.
std::expected<Identity, Problem> identity_of(ServeCommand const& command) {
  if (command.certificate.empty() && command.key.empty()) return Identity{};
  if (command.certificate.empty() || command.key.empty()) {
    return std::unexpected(
        Problem{Exit::usage, "--tls-certificate FILE and --tls-key FILE require each other"});
  }
  auto const certificate = read_input_file("--tls-certificate", command.certificate);
  if (!certificate) return std::unexpected(certificate.error());
  struct stat about{};
  if (::stat(command.key.c_str(), &about) == 0 && S_ISREG(about.st_mode) &&
      (about.st_mode & 0077) != 0) {
    return std::unexpected(
        Problem{Exit::missing,
                fmt::format("--tls-key: {0} can be read by others; make it readable for you alone: "
                            "chmod 600 {0}",
                            command.key)});
  }
  auto const key = read_input_file("--tls-key", command.key);
  if (!key) return std::unexpected(key.error());
  auto identity = server::TlsIdentity::of(*certificate, *key);
  if (identity) return Identity{std::move(*identity)};
  return std::unexpected(
      Problem{Exit::missing, fmt::format("cannot use --tls-certificate {} with --tls-key {}: {}",
                                         command.certificate, command.key, identity.error())});
}

// What `studylab ctl` needs to know of this server.
std::string published_text(server::Listener const& at, Identity const& identity) {
  return fmt::format("{}:{}\n{}\n{}", server::url_host(at.address.host), at.address.port,
                     at.site.root(), identity ? identity->certificate() : std::string{});
}

}  // namespace

Exit serve_api(ServeCommand const& command) {
  auto const address = read_address(command.listen);
  if (!address) {
    return fail({Exit::usage, fmt::format("--listen: '{}' is not an address; expected HOST:PORT",
                                          command.listen)});
  }
  auto identity = identity_of(command);
  if (!identity) return fail(identity.error());
  auto const where = server::listening(*address, std::move(*identity), command.name);
  if (!where) return fail({Exit::usage, where.error()});
  // First: another server's runs are open, and its address is in use.
  auto const home = HomeServer::of(runs::home_folder());
  if (!home) return fail(home.error());
  std::vector<runs::ContinuedRun> continued;
  auto const go_on = [&](runs::ContinuedRun run) { continued.push_back(std::move(run)); };
  auto const store = open_store(Opening::playing, std::nullopt, go_on);
  if (!store) return fail(store.error());
  if (auto const key = evidence::installation_key(store->home()); !key) {
    return fail({Exit::missing, key.error()});
  }
  server::Grants grants;
  auto login = server::Login::of(store->home(), grants);
  if (!login) return fail({Exit::missing, login.error()});
  server::Api api{*store, grants};
  for (auto& run : continued) api.go_on(std::move(run));
  raise_file_limit();
  Out out;
  auto const print_link = [&](server::Listener const& at) {
    auto const link = at.site.root() + login->login_path();
    out.line("Study Lab: " + link);
    return link;
  };
  bool const pages = !server::page_files().empty();
  auto const renew = [&](server::Listener const& at) {
    if (pages) print_link(at);
  };
  auto const ready = [&](server::Listener const& at) {
    (*home)->publish(published_text(at, where->tls));
    if (pages) {
      auto const link = print_link(at);
      out.line("The link works once, in one browser; Enter prints a new one.");
      if (command.open == OpenBrowser::yes && has_desktop()) open_browser(link);
    }
    out.line(fmt::format("API: {}/api/v1, with the token in {}", at.site.root(),
                         (store->home() / "token").string()));
    out.line("Ctrl-C stops the server; open runs are then sealed as interrupted.");
  };
  auto const served = server::serve(*where, api, *login, ready, renew, print_error);
  if (!served) return fail({Exit::missing, served.error()});
  return Exit::done;
}

}  // namespace studylab::cli
