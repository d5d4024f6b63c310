#include "cli/bench_server.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/local_server.h"
#include "cli/terminal.h"
#include "lab/bench/stopwatch.h"
#include "lab/bench/temporary_folder.h"
#include "lab/drill/load.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t open_runs = 100;
constexpr double max_answer_ms = 20;

// What an operator types; the last ones let drill time pass.
constexpr std::array<std::string_view, 11> operator_lines{
    "show incident",   "show status",      "show errors",    "show routes",
    "show operations", "show allocations", "show databases", "show hosts",
    "note \"seen\"",   "wait 30s",         "wait 2m"};

// The program's server in a process of its own. The destructor kills it: to stop, it would seal and
// grade every open run.
class ServerProcess {
 public:
  explicit ServerProcess(std::string const& program) {
    int ends[2];
    if (pipe(ends) != 0) return;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&files, ends[0]);
    std::array<std::string, 4> words{program, "serve", "--listen", "127.0.0.1:0"};
    std::array<char*, 5> arguments{};
    std::ranges::transform(words, arguments.begin(), [](auto& word) { return word.data(); });
    if (posix_spawn(&process_, program.c_str(), &files, nullptr, arguments.data(), environ) != 0) {
      process_ = 0;
    }
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    output_ = ends[0];
  }
  ~ServerProcess() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
    if (output_ >= 0) close(output_);
  }
  ServerProcess(ServerProcess const&) = delete;
  ServerProcess& operator=(ServerProcess const&) = delete;

  // Waits until it has printed everything that it prints at its start.
  bool serves() const {
    std::string printed;
    std::array<char, 512> bytes{};
    while (printed.find("Ctrl-C") == std::string::npos) {
      auto const size = read(output_, bytes.data(), bytes.size());
      if (size <= 0) return false;
      printed.append(bytes.data(), static_cast<std::size_t>(size));
    }
    return true;
  }

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

struct MeasuredRun {
  std::string path;
  bool wall_clock = false;
};

std::expected<MeasuredRun, std::string> open_one(LocalServer const& server, std::size_t number) {
  bool const wall = number % 2 == 1;
  json::object body{{"drill", drill::drills().front().id}, {"seed", number}};
  body["clock"] = wall ? "wall" : "commands";
  auto const opened = server.post("/runs", body);
  if (!opened) return std::unexpected("server: " + opened.error().text);
  auto const& run = opened->as_object().at("run").as_string();
  return MeasuredRun{fmt::format("/runs/{}/commands", std::string_view{run}), wall};
}

// Milliseconds.
std::expected<double, std::string> answer_time(LocalServer const& server, std::string const& path,
                                               std::string_view line) {
  json::object const body{{"command", line}, {"typed", true}};  // as the pages send it
  bench::WallTime const time;
  auto const answer = server.post(path, body);
  auto const ms = time.seconds() * 1000;
  if (!answer) return std::unexpected("server: " + answer.error().text);
  if (answer->as_object().at("kind") == "done") return ms;
  return std::unexpected(fmt::format("server: '{}' was not carried out", line));
}

using Times = std::expected<std::vector<double>, std::string>;

// Each line in every run before the next line.
Times answer_times(LocalServer const& server, bench::Progress const& progress) {
  std::vector<MeasuredRun> all;
  for (std::size_t number = 0; number < open_runs && !interrupted(); ++number) {
    progress(fmt::format("server: opening run {} of {}", number + 1, open_runs));
    auto run = open_one(server, number);
    if (!run) return std::unexpected(std::move(run.error()));
    all.push_back(std::move(*run));
  }
  std::vector<double> times;
  for (auto const line : operator_lines) {
    progress(fmt::format("server: {}", line));
    for (auto const& run : all) {
      if (interrupted()) break;
      // The wall clock passes without commands.
      if (run.wall_clock && line.starts_with("wait")) continue;
      auto const ms = answer_time(server, run.path, line);
      if (!ms) return std::unexpected(ms.error());
      times.push_back(*ms);
    }
  }
  return times;
}

}  // namespace

std::expected<std::vector<bench::Row>, std::string> measure_server(
    std::filesystem::path const& program, bench::Progress const& progress) {
  bench::TemporaryFolder const home;
  if (home.path().empty()) return std::unexpected{"server: cannot create a folder for its runs"};
  setenv("STUDYLAB_HOME", home.path().c_str(), 1);
  ServerProcess const process{program.string()};
  if (!process.serves()) return std::unexpected{"server: it does not start"};
  auto const server = LocalServer::of(home.path());
  if (!server) return std::unexpected("server: " + server.error().text);
  auto const times = answer_times(*server, progress);
  if (!times) return std::unexpected(times.error());
  if (times->empty()) return std::vector<bench::Row>{};  // interrupted
  auto const most = bench::percentile(*times, 99);
  auto const what = fmt::format("an answer with {} runs open", open_runs);
  return std::vector<bench::Row>{{"server",
                                  what + ", median",
                                  bench::median(*times),
                                  "ms",
                                  {},
                                  {},
                                  0,
                                  "",
                                  bench::Met::no_goal},
                                 {"server",
                                  what + ", 99th percentile",
                                  most,
                                  "ms",
                                  {},
                                  {},
                                  0,
                                  fmt::format("under {:.0f} ms", max_answer_ms),
                                  bench::met_if(most < max_answer_ms)},
                                 {"server",
                                  what + ", longest",
                                  bench::percentile(*times, 100),
                                  "ms",
                                  {},
                                  {},
                                  0,
                                  "",
                                  bench::Met::no_goal}};
}

}  // namespace studylab::cli
