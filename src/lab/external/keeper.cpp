#include "lab/external/keeper.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "evidence/file_write.h"
#include "lab/external/confinement.h"

extern char** environ;

namespace studylab::external {
namespace {

namespace fs = std::filesystem;

using Text = std::vector<char>;  // with a zero at the end

Text as_argument(std::string_view text) {
  Text bytes(text.begin(), text.end());
  bytes.push_back('\0');
  return bytes;
}

// What would lead to the home folder, or name another folder than the program's own.
bool is_left_out(std::string_view variable) {
  auto const name = variable.substr(0, variable.find('='));
  return name.starts_with("STUDYLAB_") || name.starts_with("XDG_") || name == "HOME" ||
         name == "TMPDIR" || name == "PWD" || name == "OLDPWD" || name == "OPERATOR_DIR";
}

std::vector<Text> environment_in(fs::path const& folder, fs::path const& operator_folder) {
  std::vector<Text> variables;
  for (auto** one = environ; *one != nullptr; ++one) {
    if (!is_left_out(*one)) variables.push_back(as_argument(*one));
  }
  for (auto const* name : {"HOME", "TMPDIR", "PWD"}) {
    variables.push_back(as_argument(fmt::format("{}={}", name, folder.string())));
  }
  variables.push_back(as_argument(fmt::format("OPERATOR_DIR={}", operator_folder.string())));
  return variables;
}

std::vector<char*> pointers(std::vector<Text>& texts) {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// Everything that the child needs, made before the fork.
struct Prepared {
  fs::path folder;
  std::vector<Text> words, variables;
  std::vector<char*> argv, envp;
  Limits limits;
  Confinement confinement;
};

std::expected<Prepared, std::string> prepared(Start const& start) {
  Prepared made;
  std::error_code none;
  auto name = as_argument((fs::temp_directory_path(none) / "studylab-program-XXXXXX").string());
  if (mkdtemp(name.data()) == nullptr) {
    return std::unexpected(evidence::failure("create", name.data(), errno));
  }
  made.folder = name.data();
  made.words = {as_argument("sh"), as_argument("-c"), as_argument(start.command)};
  made.variables = environment_in(made.folder, start.folder);
  made.argv = pointers(made.words);
  made.envp = pointers(made.variables);
  made.limits = start.limits;
  auto confinement = Confinement::hiding(start.hidden, made.folder);
  if (!confinement) {
    fs::remove(made.folder, none);
    return std::unexpected(std::move(confinement.error()));
  }
  made.confinement = std::move(*confinement);
  return made;
}

bool limit(decltype(RLIMIT_AS) what, rlim_t amount, rlim_t beyond = 0) {
  rlimit const bound{amount, amount + beyond};
  return setrlimit(what, &bound) == 0;
}

// Signals that the lab ignores or handles; a mask that it may have set.
void reset_signals() {
  for (int const signal : {SIGPIPE, SIGXFSZ, SIGHUP, SIGINT, SIGTERM}) {
    std::signal(signal, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

struct Ends {
  int in, out, errors;
};

// The child that becomes the program.
[[noreturn]] void become_program(Prepared const& prepared, Ends const& ends) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  reset_signals();
  auto const seconds = static_cast<rlim_t>(prepared.limits.time.count());
  bool const ready = dup2(ends.in, STDIN_FILENO) >= 0 && dup2(ends.out, STDOUT_FILENO) >= 0 &&
                     dup2(ends.errors, STDERR_FILENO) >= 0 && chdir(prepared.folder.c_str()) == 0 &&
                     prepared.confinement.enter() && close_range(3, ~0U, 0) == 0 &&
                     limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, seconds, 1) &&
                     limit(RLIMIT_FSIZE, prepared.limits.memory) &&
                     limit(RLIMIT_AS, prepared.limits.memory);
  if (ready) execve("/bin/sh", prepared.argv.data(), prepared.envp.data());
  auto const* why = std::strerror(errno);
  evidence::write_all(STDERR_FILENO, "cannot start /bin/sh: ");
  evidence::write_all(STDERR_FILENO, why);
  evidence::write_all(STDERR_FILENO, "\n");
  _exit(127);
}

// Waits at most `grace` for the program's first process.
void wait_for_exit(pid_t program, int grace_ms) {
  if (grace_ms <= 0) return;
  auto const file = static_cast<int>(syscall(SYS_pidfd_open, program, 0));
  if (file < 0) return;
  pollfd waiting{file, POLLIN, 0};
  poll(&waiting, 1, grace_ms);
  close(file);
}

// What has left the group is a child of the keeper by now, or becomes one as its parents end.
void end_stragglers() {
  auto const path = fmt::format("/proc/self/task/{}/children", getpid());
  while (true) {
    auto const children = evidence::read_file(path);
    std::string_view rest = children ? std::string_view{*children} : std::string_view{};
    bool found = false;
    while (!rest.empty()) {
      auto const word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      int const child = std::atoi(std::string{word}.c_str());
      if (child <= 0) continue;
      found = true;
      kill(child, SIGKILL);
      while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    if (!found) return;
  }
}

Exit end_all(pid_t program, int grace_ms) {
  wait_for_exit(program, grace_ms);
  Exit exit{true, false, 0};
  exit.killed = waitpid(program, &exit.status, WNOHANG) == 0;
  kill(-program, SIGKILL);
  if (exit.killed) {
    while (waitpid(program, &exit.status, 0) < 0 && errno == EINTR) {
    }
  }
  while (waitpid(-program, nullptr, 0) > 0 || errno == EINTR) {
  }
  end_stragglers();
  return exit;
}

[[noreturn]] void keep(Prepared const& prepared, Ends const& ends, int control) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  auto const program = fork();
  if (program == 0) become_program(prepared, ends);
  if (program > 0) setpgid(program, program);
  // Nothing of the lab stays open here: a reader of its output must see that output end.
  if (dup2(control, 3) < 0) _exit(1);
  close_range(0, 2, 0);
  close_range(4, ~0U, 0);
  std::int32_t const number = program;
  std::int32_t grace_ms = 0;  // also if this process's parent has ended
  bool const reported = write(3, &number, sizeof number) == ssize_t{sizeof number};
  if (program > 0) {
    while (reported && read(3, &grace_ms, sizeof grace_ms) < 0 && errno == EINTR) {
    }
    auto const exit = end_all(program, grace_ms);
    [[maybe_unused]] auto const sent = send(3, &exit, sizeof exit, MSG_NOSIGNAL);
  }
  std::error_code none;
  fs::remove_all(prepared.folder, none);
  _exit(0);
}

// Closes what it still has.
class Files {
 public:
  ~Files() {
    for (int const file : all_) {
      if (file >= 0) close(file);
    }
  }
  bool pipe(int& read_end, int& write_end) {
    std::array<int, 2> ends{};
    return pipe2(ends.data(), O_CLOEXEC) == 0 && taken(ends, read_end, write_end);
  }
  bool sockets(int& one, int& other) {
    std::array<int, 2> ends{};
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0 &&
           taken(ends, one, other);
  }
  int released(int file) {
    std::erase(all_, file);
    return file;
  }

 private:
  bool taken(std::array<int, 2> const& ends, int& one, int& other) {
    one = ends[0];
    other = ends[1];
    all_.insert(all_.end(), ends.begin(), ends.end());
    return true;
  }
  std::vector<int> all_;
};

std::unexpected<std::string> not_started(std::string_view doing, int number) {
  return std::unexpected(fmt::format("cannot {}: {}", doing, std::strerror(number)));
}

}  // namespace

std::expected<Kept, std::string> start_kept(Start const& start) {
  Files files;
  Ends ends{};
  Kept kept;
  int control = -1;
  if (!files.pipe(ends.in, kept.in) || !files.pipe(kept.out, ends.out) ||
      !files.pipe(kept.errors, ends.errors) || !files.sockets(kept.control, control)) {
    return not_started("create a pipe", errno);
  }
  auto ready = prepared(start);
  if (!ready) return std::unexpected(std::move(ready.error()));
  kept.keeper = fork();
  if (kept.keeper == 0) keep(*ready, ends, control);
  if (kept.keeper < 0) {
    int const why = errno;
    std::error_code none;
    fs::remove(ready->folder, none);
    return not_started("start a process", why);
  }
  close(files.released(control));
  std::int32_t number = -1;
  while (read(kept.control, &number, sizeof number) < 0 && errno == EINTR) {
  }
  if (number <= 0) {
    while (waitpid(kept.keeper, nullptr, 0) < 0 && errno == EINTR) {
    }
    return not_started("start a process", EAGAIN);
  }
  kept.program = number;
  for (int const file : {kept.in, kept.out, kept.errors}) fcntl(file, F_SETFL, O_NONBLOCK);
  for (int const file : {kept.in, kept.out, kept.errors, kept.control}) files.released(file);
  return kept;
}

void ask_to_end(Kept const& kept, std::chrono::milliseconds grace) {
  auto const number = static_cast<std::int32_t>(grace.count());
  [[maybe_unused]] auto const sent = send(kept.control, &number, sizeof number, MSG_NOSIGNAL);
}

Exit wait_for_end(Kept const& kept) {
  Exit exit;
  ssize_t size = 0;
  while ((size = read(kept.control, &exit, sizeof exit)) < 0 && errno == EINTR) {
  }
  if (size != ssize_t{sizeof exit}) exit = {};
  while (waitpid(kept.keeper, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (!exit.known && kept.program > 0) kill(-kept.program, SIGKILL);
  return exit;
}

}  // namespace studylab::external
