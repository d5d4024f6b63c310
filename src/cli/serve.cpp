#include "cli/serve.h"

#include <charconv>
#include <cstdlib>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/open_store.h"
#include "cli/terminal.h"
#include "evidence/file_keys.h"
#include "server/http.h"
#include "server/pages.h"

namespace studylab::cli {
namespace {

// `127.0.0.1:7070`; none if it has another form.
std::optional<server::Address> read_address(std::string_view text) {
  auto const colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  server::Address address{std::string{text.substr(0, colon)}, 0};
  auto const port = text.substr(colon + 1);
  auto const [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  return address;
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

}  // namespace

Exit serve_api(std::string const& listen, OpenBrowser open) {
  auto const address = read_address(listen);
  if (!address) {
    return fail(
        {Exit::usage, fmt::format("--listen: '{}' is not an address; expected HOST:PORT", listen)});
  }
  auto const store = open_store(Opening::playing, std::nullopt);
  if (!store) return fail(store.error());
  if (auto const key = evidence::installation_key(store->home()); !key) {
    return fail({Exit::missing, key.error()});
  }
  auto access = server::Access::of(store->home());
  if (!access) return fail({Exit::missing, access.error()});
  server::Api api{*store};
  Out out;
  auto const print_link = [&](server::Address const& at) {
    auto const link = fmt::format("http://{}:{}{}", at.host, at.port, access->login_path());
    out.line("Study Lab: " + link);
    return link;
  };
  bool const pages = !server::page_files().empty();
  auto const renew = [&](server::Address const& at) {
    if (pages) print_link(at);
  };
  auto const ready = [&](server::Address const& at) {
    auto const here = fmt::format("http://{}:{}", at.host, at.port);
    if (pages) {
      auto const link = print_link(at);
      out.line("The link works once, in one browser; Enter prints a new one.");
      if (open == OpenBrowser::yes && has_desktop()) open_browser(link);
    }
    out.line(fmt::format("API: {}/api/v1, with the token in {}", here,
                         (store->home() / "token").string()));
    out.line("Ctrl-C stops the server; open runs are then sealed as interrupted.");
  };
  auto const served = server::serve(*address, api, *access, ready, renew, print_error);
  if (!served) return fail({Exit::missing, served.error()});
  return Exit::done;
}

}  // namespace studylab::cli
