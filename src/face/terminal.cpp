#include "face/terminal.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "evidence/file_write.h"

namespace studylab::face {
namespace {

volatile std::sig_atomic_t signalled = 0;

void raise_flag(int) { signalled = 1; }

std::string why_lost;

}  // namespace

void Out::print(std::string_view text) {
  if (broken_ || evidence::write_all(STDOUT_FILENO, text)) return;
  broken_ = true;
  why_lost = std::strerror(errno);
}

void Out::line(std::string_view text) {
  std::string with_end{text};
  with_end.push_back('\n');
  print(with_end);
}

std::string_view lost_output() { return why_lost; }

void complain(std::string_view text) {
  evidence::write_all(STDERR_FILENO, "studylab: " + std::string{text} + "\n");
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
  action.sa_handler = raise_flag;  // no SA_RESTART: a waiting read comes back
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // Whoever said nohup wants it to go on.
  if (std::signal(SIGHUP, SIG_IGN) != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is an error of the write, like a full disk
}

void hold_streams() {
  // Opened the wrong way round: what is written there still fails, and is seen.
  if (fcntl(STDIN_FILENO, F_GETFD) < 0) open("/dev/null", O_RDONLY);
  if (fcntl(STDOUT_FILENO, F_GETFD) < 0) open("/dev/null", O_RDONLY);
  if (fcntl(STDERR_FILENO, F_GETFD) < 0) open("/dev/null", O_RDONLY);
}

bool interrupted() { return signalled != 0; }

bool In::terminal() { return isatty(STDIN_FILENO) == 1; }

bool In::next(std::string& line) {
  while (true) {
    auto const end = buffer_.find('\n');
    if (end != std::string::npos) {
      line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return true;
    }
    if (done_ || interrupted()) {
      // A last line without its end is a line.
      line = std::move(buffer_);
      buffer_.clear();
      return done_ && !line.empty();
    }
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    if (poll(&waiting, 1, -1) < 0) continue;  // a signal: seen above
    char chunk[4096];
    auto const size = read(STDIN_FILENO, chunk, sizeof chunk);
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size <= 0) {
      done_ = true;
    } else {
      buffer_.append(chunk, static_cast<std::size_t>(size));
    }
  }
}

}  // namespace studylab::face
