#include "cli/exam_jobs.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

// A line that does not begin so is a result.
constexpr char error_mark = '!';

// One process: reads the position of a run, writes its result in a line, and so on until its input
// ends. It also ends with `parent`, because a program could keep it waiting.
[[noreturn]] void work_on_runs(exam::Conduct const& conduct, pid_t parent, int in, int out) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(1);
  while (true) {
    std::uint64_t position = 0;
    auto const size = read(in, &position, sizeof position);
    if (size < 0 && errno == EINTR) continue;
    if (size != ssize_t{sizeof position}) _exit(0);
    auto const result = exam::run_item(conduct, conduct.exam.items[position]);
    auto line = result ? exam::to_json(*result) : error_mark + result.error();
    line.push_back('\n');
    if (!evidence::write_all(out, line)) _exit(1);
  }
}

struct Worker {
  pid_t process = -1;
  int to = -1;
  int from = -1;
  std::string buffer;
  std::optional<std::size_t> position;  // of the run that it works on
};

class ExamJobs {
 public:
  ExamJobs(exam::Conduct const& conduct, exam::ResultsFile& results)
      : conduct_(conduct), results_(results), missing_(results.missing()) {}

  std::expected<void, std::string> run(std::uint32_t jobs) {
    while (workers_.size() < jobs && next_ < missing_.size() && problem_.empty()) start();
    while (!workers_.empty() && problem_.empty()) {
      if (interrupted()) problem_ = "interrupted";
      show_progress();
      if (problem_.empty()) wait_for_results();
    }
    progress_end();
    end_all();
    if (!problem_.empty()) return std::unexpected(std::move(problem_));
    return {};
  }

 private:
  void start() {
    std::array<int, 2> requests{}, replies{};
    if (pipe2(requests.data(), O_CLOEXEC) != 0) return fail_to("create a pipe");
    if (pipe2(replies.data(), O_CLOEXEC) != 0) {
      for (int const file : requests) close(file);
      return fail_to("create a pipe");
    }
    auto const parent = getpid();
    auto const process = fork();
    if (process == 0) {
      close(requests[1]);
      close(replies[0]);
      for (auto const& worker : workers_) close_files(worker);
      results_.forget();
      work_on_runs(conduct_, parent, requests[0], replies[1]);
    }
    int const why = errno;
    close(requests[0]);
    close(replies[1]);
    workers_.push_back({process, requests[1], replies[0], {}, {}});
    if (process > 0) return give_next(workers_.back());
    close_files(workers_.back());
    workers_.pop_back();
    errno = why;
    fail_to("start a process");
  }

  void fail_to(std::string_view doing) {
    problem_ = fmt::format("cannot {}: {}", doing, std::strerror(errno));
  }

  static void close_files(Worker const& worker) {
    if (worker.to >= 0) close(worker.to);
    close(worker.from);
  }

  // Without a further run, the worker's input ends, and so does the worker.
  void give_next(Worker& worker) {
    worker.position.reset();
    if (next_ == missing_.size()) {
      close(std::exchange(worker.to, -1));
      return;
    }
    worker.position = missing_[next_++];
    std::uint64_t const position = *worker.position;
    std::string_view const bytes{reinterpret_cast<char const*>(&position), sizeof position};
    // If it has crashed, its output has ended too.
    [[maybe_unused]] bool const given = evidence::write_all(worker.to, bytes);
  }

  void wait_for_results() {
    std::vector<pollfd> files;
    for (auto const& worker : workers_) files.push_back({worker.from, POLLIN, 0});
    if (poll(files.data(), files.size(), 1000) <= 0) return;  // a signal
    for (std::size_t i = files.size(); i-- > 0 && problem_.empty();) {
      if (files[i].revents != 0) read_from(i);
    }
  }

  void read_from(std::size_t index) {
    auto& worker = workers_[index];
    std::array<char, 65536> some{};
    auto const size = read(worker.from, some.data(), some.size());
    if (size < 0 && errno == EINTR) return;
    if (size <= 0) return reap(index);
    worker.buffer.append(some.data(), static_cast<std::size_t>(size));
    auto const end = worker.buffer.find('\n');
    if (end == std::string::npos) return;
    take(std::string_view{worker.buffer}.substr(0, end));
    worker.buffer.clear();  // a worker writes one line a run
    if (problem_.empty()) give_next(worker);
  }

  void take(std::string_view line) {
    if (line.starts_with(error_mark)) {
      problem_ = line.substr(1);
      return;
    }
    auto result = exam::result_from_json(line);
    if (!result) {
      problem_ = result.error();
    } else if (auto const kept = results_.append(std::move(*result)); !kept) {
      problem_ = kept.error();
    }
  }

  // The worker's output has ended.
  void reap(std::size_t index) {
    auto const worker = std::move(workers_[index]);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
    close_files(worker);
    int status = 0;
    while (waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!worker.position) return;
    auto const signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    bool const crashed = signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS ||
                         signal == SIGILL || signal == SIGFPE;
    if (!crashed) {
      problem_ = signal == 0 ? fmt::format("a process ended with status {}", WEXITSTATUS(status))
                             : fmt::format("a process was ended by signal {}", signal);
      return;
    }
    // The same seed would crash again.
    auto const& item = conduct_.exam.items[*worker.position];
    exam::Result lost;
    lost.drill = item.drill->id;
    lost.level = item.level;
    lost.seed = item.seed;
    lost.invalid_because = fmt::format("the lab's process crashed by signal {}", signal);
    if (auto const kept = results_.append(std::move(lost)); !kept) problem_ = kept.error();
    if (next_ < missing_.size() && problem_.empty()) start();
  }

  // Runs that have not ended are run by the next process that continues.
  void end_all() {
    for (auto const& worker : workers_) {
      kill(worker.process, SIGKILL);
      close_files(worker);
      while (waitpid(worker.process, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    workers_.clear();
  }

  void show_progress() const {
    auto const of = conduct_.exam.items.size();
    progress(fmt::format("{} of {} runs ({:.0f} %)", results_.size(), of,
                         100.0 * static_cast<double>(results_.size()) / static_cast<double>(of)));
  }

  exam::Conduct const& conduct_;
  exam::ResultsFile& results_;
  std::vector<std::size_t> missing_;
  std::size_t next_ = 0;
  std::vector<Worker> workers_;
  std::string problem_;
};

}  // namespace

std::expected<void, std::string> run_in_jobs(exam::Conduct const& conduct,
                                             exam::ResultsFile& results, std::uint32_t jobs) {
  return ExamJobs{conduct, results}.run(jobs);
}

}  // namespace studylab::cli
