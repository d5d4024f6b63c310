#include "cli/pager.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

constexpr int not_started = 127;  // the exit status that a shell reports

char const* pager_command() {
  auto const* chosen = std::getenv("PAGER");
  return chosen != nullptr ? chosen : "less";
}

// The options of `less`, as git gives them, and a prompt that names the keys. In a prompt, `:` and
// `.` are special.
std::string less_options(std::string_view back) {
  return "-FRX -Ps?e(end) .space\\: more, q\\: " + std::string{back} + "$";
}

[[noreturn]] void become_pager(int from, std::string const& less) {
  dup2(from, STDIN_FILENO);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  setenv("LESS", less.c_str(), 0);
  // What is typed for the drill must not write a file or start a program.
  setenv("LESSSECURE", "1", 1);
  unsetenv("LESSOPEN");
  execl("/bin/sh", "sh", "-c", pager_command(), nullptr);
  _exit(not_started);
}

}  // namespace

std::size_t paged_from() {
  winsize size{};
  if (isatty(STDOUT_FILENO) != 1 || *pager_command() == '\0') return 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_row;  // the prompt takes a line too
}

bool exceeds_screen(std::string_view text) {
  auto const rows = paged_from();
  auto const lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  return rows != 0 && lines >= rows;
}

bool page(std::string_view text, std::string_view back) {
  if (*pager_command() == '\0') return false;
  auto const less = less_options(back);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  // Ctrl-C is the pager's while it runs.
  struct sigaction ignore{};
  struct sigaction before{};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGINT, &ignore, &before);
  auto const child = fork();
  if (child == 0) become_pager(ends[0], less);
  close(ends[0]);
  bool shown = child > 0;
  if (shown)
    evidence::write_all(ends[1], text);  // if the pager is closed early, it does not read
                                         // the rest
  close(ends[1]);
  int status = 0;
  while (shown && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  sigaction(SIGINT, &before, nullptr);
  return shown && WIFEXITED(status) && WEXITSTATUS(status) != not_started;
}

void print_paged(Out& out, std::string const& text) {
  bool const pages = stdin_is_terminal() && exceeds_screen(text);
  if (!pages || !page(text + "\n", "quit")) out.styled(text);
}

}  // namespace studylab::cli
