#include "server/exam_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "command_language/characters.h"

namespace studylab::server {
namespace {

constexpr int lower_priority = 10;
constexpr std::string_view own_name = "studylab: ";

struct Files {
  int output = -1;
  int errors = -1;
};

// No signal is handled while this exists.
class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &usual_);
  }
  ~BlockedSignals() { sigprocmask(SIG_SETMASK, &usual_, nullptr); }
  BlockedSignals(BlockedSignals const&) = delete;
  BlockedSignals& operator=(BlockedSignals const&) = delete;

  // The server's handlers would report a signal of this process to the server, whose pipe they use.
  void end_handlers() const {
    for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) std::signal(signal, SIG_DFL);
    sigprocmask(SIG_SETMASK, &usual_, nullptr);
  }

 private:
  sigset_t usual_{};
};

// Becomes the exam's process. The server has one thread, so this is safe after a fork.
[[noreturn]] void become_exam(pid_t server, std::filesystem::path const& program,
                              std::filesystem::path const& home,
                              std::filesystem::path const& exam_file, Files files,
                              BlockedSignals const& blocked) {
  blocked.end_handlers();
  // If the server ends, so does the exam; it may have ended before this.
  bool const bound = prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == server;
  int const nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  bool const ready = bound && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
                     dup2(files.output, STDOUT_FILENO) >= 0 &&
                     dup2(files.errors, STDERR_FILENO) >= 0 &&
                     setenv("STUDYLAB_HOME", home.c_str(), 1) == 0;
  if (!ready) _exit(127);
  // Otherwise a connection that the server closes would stay open.
  close_range(3, ~0U, 0);
  (void)setpriority(PRIO_PROCESS, 0, lower_priority);
  execl(program.c_str(), "studylab", "exam", exam_file.c_str(), "--json", nullptr);
  _exit(127);
}

std::string content_of(int file) {
  std::string content;
  std::array<char, 64 * limits::kib> some{};
  lseek(file, 0, SEEK_SET);
  for (ssize_t size = 0; (size = read(file, some.data(), some.size())) > 0;) {
    content.append(some.data(), static_cast<std::size_t>(size));
  }
  return content;
}

std::string last_line_of(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto line = text.substr(text.rfind('\n') + 1);
  if (line.starts_with(own_name)) line.remove_prefix(own_name.size());
  return language::readable_line(line, limits::message);
}

}  // namespace

std::expected<ExamProcess, std::string> ExamProcess::start(std::filesystem::path const& program,
                                                           std::filesystem::path const& home,
                                                           std::filesystem::path const& exam_file) {
  Files const files{memfd_create("exam-output", MFD_CLOEXEC),
                    memfd_create("exam-errors", MFD_CLOEXEC)};
  auto const server = getpid();
  BlockedSignals const blocked;
  auto const child = files.output >= 0 && files.errors >= 0 ? fork() : -1;
  if (child == 0) become_exam(server, program, home, exam_file, files, blocked);
  if (child > 0) return ExamProcess{child, files.output, files.errors};
  int const why = errno;
  for (int const file : {files.output, files.errors}) {
    if (file >= 0) close(file);
  }
  return std::unexpected(fmt::format("cannot start the exam: {}", std::strerror(why)));
}

ExamProcess::ExamProcess(ExamProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      output_(std::exchange(other.output_, -1)),
      errors_(std::exchange(other.errors_, -1)) {}

ExamProcess::~ExamProcess() {
  if (process_ > 0) {
    // What it has run is in its results, and it has nothing else to finish.
    kill(process_, SIGTERM);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  for (int const file : {output_, errors_}) {
    if (file >= 0) close(file);
  }
}

std::optional<ExamEnding> ExamProcess::ending() {
  int status = 0;
  pid_t ended = 0;
  while ((ended = waitpid(process_, &status, WNOHANG)) < 0 && errno == EINTR) {
  }
  if (ended == 0) return std::nullopt;
  process_ = -1;
  return ExamEnding{status, content_of(output_), last_line_of(content_of(errors_))};
}

void ExamProcess::interrupt() const {
  if (process_ > 0) kill(process_, SIGTERM);
}

}  // namespace studylab::server
