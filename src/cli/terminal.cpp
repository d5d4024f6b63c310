#include "cli/terminal.h"

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/limits.h"
#include "command_language/characters.h"
#include "command_language/wrap.h"
#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

volatile std::sig_atomic_t signalled = 0;
volatile std::sig_atomic_t ctrl_c_watched = 0;
volatile std::sig_atomic_t ctrl_c = 0;

// A signal from the terminal's key comes from the kernel and has a code above zero; signals from
// processes do not.
void raise_flag(int signal, siginfo_t* from, void*) {
  if (signal == SIGINT && ctrl_c_watched != 0 && from->si_code > 0) {
    ctrl_c = 1;
  } else {
    signalled = 1;
  }
}

std::string why_lost;

bool is_set(char const* name) {
  auto const* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool shows_colour() {
  auto const* kind = std::getenv("TERM");
  return !is_set("NO_COLOR") && kind != nullptr && std::string_view{kind} != "dumb";
}

bool shows_utf8() {
  std::setlocale(LC_CTYPE, "");
  return std::string_view{nl_langinfo(CODESET)} == "UTF-8";
}

}  // namespace

void Out::write(std::string_view text) {
  if (broken_ || evidence::write_all(STDOUT_FILENO, text)) return;
  broken_ = true;
  why_lost = std::strerror(errno);
}

void Out::print(std::string_view text) { write(language::readable(text)); }

void Out::line(std::string_view text) {
  std::string with_end{text};
  with_end.push_back('\n');
  print(with_end);
}

void Out::styled(std::string_view text) {
  std::string with_end{text};
  with_end.push_back('\n');
  write(with_end);
}

std::string_view lost_output() { return why_lost; }

bool Out::terminal() const { return isatty(STDOUT_FILENO) == 1; }

std::size_t Out::width() const {
  winsize size{};
  bool const known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::max<std::size_t>(size.ws_col, language::min_width) : language::usual_width;
}

console::Screen Out::screen() const {
  console::Screen screen;
  if (!terminal()) return screen;
  screen.width = width();
  screen.colour = shows_colour() ? console::Colour::yes : console::Colour::no;
  screen.charset = shows_utf8() ? console::Charset::utf8 : console::Charset::ascii;
  screen.output = console::Output::terminal;
  return screen;
}

void print_error(std::string_view text) {
  evidence::write_all(STDERR_FILENO,
                      "studylab: " + language::readable_line(text, limits::message) + "\n");
}

void progress(std::string_view text) {
  if (isatty(STDERR_FILENO) == 1)
    evidence::write_all(STDERR_FILENO, "\r\x1b[K" + std::string{text});
}

void progress_end() {
  if (isatty(STDERR_FILENO) == 1) evidence::write_all(STDERR_FILENO, "\r\x1b[K");
}

void watch_signals() {
  struct sigaction action{};
  action.sa_sigaction = raise_flag;
  action.sa_flags = SA_SIGINFO;  // no SA_RESTART: a waiting read returns
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // Under nohup the program continues.
  if (std::signal(SIGHUP, SIG_IGN) != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is an error of the write, like a full disk
}

void reserve_std_streams() {
  // Opened in the wrong mode on purpose: writing to it still fails, and is noticed.
  if (fcntl(STDIN_FILENO, F_GETFD) < 0) open("/dev/null", O_RDONLY);
  if (fcntl(STDOUT_FILENO, F_GETFD) < 0) open("/dev/null", O_RDONLY);
  if (fcntl(STDERR_FILENO, F_GETFD) < 0) open("/dev/null", O_RDONLY);
}

bool interrupted() { return signalled != 0; }

bool wait_for_input(int file) {
  sigset_t watched;
  sigset_t usual;
  sigemptyset(&watched);
  for (int const signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&watched, signal);
  sigprocmask(SIG_BLOCK, &watched, &usual);
  pollfd waiting{file, POLLIN, 0};
  bool const ready = !interrupted() && ppoll(&waiting, 1, nullptr, &usual) > 0;
  sigprocmask(SIG_SETMASK, &usual, nullptr);
  return ready;
}

void interrupt() { signalled = 1; }

void watch_ctrl_c() { ctrl_c_watched = 1; }
void leave_ctrl_c() { ctrl_c_watched = 0; }
bool take_ctrl_c() { return std::exchange(ctrl_c, 0) != 0; }

bool stdin_is_terminal() { return isatty(STDIN_FILENO) == 1; }

}  // namespace studylab::cli
