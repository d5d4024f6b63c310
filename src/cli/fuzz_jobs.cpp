#include "cli/fuzz_jobs.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/fuzz_report.h"
#include "cli/terminal.h"
#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

// This many findings are enough; after fixing the first, the reader runs the campaign again.
constexpr std::size_t max_findings = 20;

void say(int file, std::string text) {
  text.push_back('\n');
  if (!evidence::write_all(file, text)) _exit(1);
}

// One process: prints `seed N` before each seed, and then what it found as JSON.
[[noreturn]] void work(drill::Drill const& drill, FuzzCommand const& command, std::uint64_t first,
                       int file) {
  std::size_t findings = 0;
  auto const every = command.every ? fuzz::Every::yes : fuzz::Every::no;
  for (auto seed = first; seed <= command.seeds.last; seed += command.jobs) {
    say(file, fmt::format("seed {}", seed));
    auto const tally = fuzz::fuzz_seed(drill, seed, every);
    say(file, fuzz_json(tally));
    findings += tally.findings.size();
    if (findings >= max_findings || interrupted()) break;
  }
  _exit(0);
}

struct Job {
  pid_t process = -1;
  int file = -1;
  std::string buffer;
  std::uint64_t seed = 0;  // the latest seed that the process started
};

class Jobs {
 public:
  Jobs(drill::Drill const& drill, FuzzCommand const& command) : drill_(drill), command_(command) {
    for (std::uint32_t i = 0; i < command.jobs; ++i) start(command.seeds.first + i);
  }

  fuzz::Tally finished() {
    while (read_some()) {
      if (interrupted()) stop();
      progress(fmt::format("{}: {} of {} seeds, {} findings", drill_.id, begun_,
                           command_.seeds.last - command_.seeds.first + 1, tally_.findings.size()));
    }
    progress_end();
    for (auto& finding : tally_.findings) finding.drill = drill_.id;
    return std::move(tally_);
  }

 private:
  // A signal that ends this process also ends its jobs; each job first finishes its current seed.
  void stop() {
    if (std::exchange(stopped_, true)) return;
    for (auto const& job : jobs_) kill(job.process, SIGTERM);
  }

  void start(std::uint64_t first) {
    if (first > command_.seeds.last) return;
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return lost(first, "cannot create a pipe");
    auto const process = fork();
    if (process == 0) {
      close(ends[0]);
      for (auto const& job : jobs_) close(job.file);
      work(drill_, command_, first, ends[1]);
    }
    close(ends[1]);
    if (process < 0) {
      close(ends[0]);
      return lost(first, "cannot start a process");
    }
    jobs_.push_back({process, ends[0], {}, first});
  }

  void lost(std::uint64_t seed, std::string why) {
    tally_.findings.push_back({seed, {}, {}, "run", std::move(why), {}, {}});
  }

  // False: every process has ended.
  bool read_some() {
    std::vector<pollfd> files;
    for (auto const& job : jobs_) files.push_back({job.file, POLLIN, 0});
    if (files.empty()) return false;
    if (poll(files.data(), files.size(), 1000) < 0) return true;  // a signal
    for (std::size_t i = files.size(); i-- > 0;) {
      if (files[i].revents != 0 && !read_from(jobs_[i])) {
        jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return !jobs_.empty();
  }

  bool read_from(Job& job) {
    std::array<char, 65536> some{};
    auto const count = read(job.file, some.data(), some.size());
    if (count < 0 && errno == EINTR) return true;
    if (count > 0) {
      job.buffer.append(some.data(), static_cast<std::size_t>(count));
      take_lines(job);
      return true;
    }
    close(job.file);
    int status = 0;
    while (waitpid(job.process, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0) replace(job.seed, status);
    return false;
  }

  // A process that did not survive a seed is replaced by one that goes on after it.
  void replace(std::uint64_t seed, int status) {
    lost(seed, WIFSIGNALED(status) ? fmt::format("the process ended by signal {}", WTERMSIG(status))
                                   : "the process ended");
    if (!stopped_ && tally_.findings.size() < max_findings) start(seed + command_.jobs);
  }

  void take_lines(Job& job) {
    for (auto end = job.buffer.find('\n'); end != std::string::npos; end = job.buffer.find('\n')) {
      std::string_view const line{job.buffer.data(), end};
      if (line.starts_with("seed ")) {
        job.seed = std::stoull(std::string{line.substr(5)});
        ++begun_;
      } else {
        tally_.add(fuzz_from_json(line));
      }
      job.buffer.erase(0, end + 1);
    }
  }

  drill::Drill const& drill_;
  FuzzCommand const& command_;
  std::vector<Job> jobs_;
  std::uint64_t begun_ = 0;
  bool stopped_ = false;
  fuzz::Tally tally_;
};

}  // namespace

fuzz::Tally fuzz_in_jobs(drill::Drill const& drill, FuzzCommand const& command) {
  return Jobs{drill, command}.finished();
}

}  // namespace studylab::cli
