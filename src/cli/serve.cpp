#include "cli/serve.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/local_server.h"
#include "cli/open_store.h"
#include "cli/terminal.h"
#include "evidence/file_keys.h"
#include "evidence/file_write.h"
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

// The address of this server in the home, for `studylab ctl`. Without it only that does not work.
class PublishedAddress {
 public:
  PublishedAddress(std::filesystem::path path, server::Address const& at)
      : path_(std::move(path)), text_(fmt::format("{}:{}\n", at.host, at.port)) {
    (void)evidence::write_file(path_, text_, evidence::Readers::owner);
  }
  // A later server of the same home may have replaced it.
  ~PublishedAddress() {
    std::error_code none;
    if (evidence::read_file(path_) == text_) std::filesystem::remove(path_, none);
  }
  PublishedAddress(PublishedAddress const&) = delete;
  PublishedAddress& operator=(PublishedAddress const&) = delete;

 private:
  std::filesystem::path path_;
  std::string text_;
};

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
  server::Grants grants;
  auto login = server::Login::of(store->home(), grants);
  if (!login) return fail({Exit::missing, login.error()});
  server::Api api{*store, grants};
  raise_file_limit();
  Out out;
  std::optional<PublishedAddress> published;
  auto const print_link = [&](server::Address const& at) {
    auto const link = fmt::format("http://{}:{}{}", at.host, at.port, login->login_path());
    out.line("Study Lab: " + link);
    return link;
  };
  bool const pages = !server::page_files().empty();
  auto const renew = [&](server::Address const& at) {
    if (pages) print_link(at);
  };
  auto const ready = [&](server::Address const& at) {
    published.emplace(store->home() / address_file, at);
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
  auto const served = server::serve(*address, api, *login, ready, renew, print_error);
  if (!served) return fail({Exit::missing, served.error()});
  return Exit::done;
}

}  // namespace studylab::cli
