#include "lab/bench/whole_process.h"

#include <cstdlib>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "lab/bench/stopwatch.h"
#include "lab/bench/temporary_folder.h"
#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

constexpr std::uint32_t whole_process_rounds = 25;
constexpr double goal_ms = 50;

// Milliseconds of wall time from start to exit; nothing if the exit status is not 0.
std::optional<double> run_ms(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  WallTime const time;
  pid_t child = 0;
  auto const failed =
      posix_spawn(&child, words.front().c_str(), &files, nullptr, arguments.data(), environ);
  int status = 1;
  if (failed == 0) waitpid(child, &status, 0);
  auto const ms = time.seconds() * 1000;
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0 || status != 0) return std::nullopt;
  return ms;
}

}  // namespace

std::expected<std::vector<Row>, std::string> measure_process(std::filesystem::path const& program,
                                                             Progress const& progress) {
  TemporaryFolder const home;
  if (home.path().empty()) return std::unexpected{"process: cannot create a folder for its runs"};
  setenv("STUDYLAB_HOME", home.path().c_str(), 1);
  auto const& id = drill::drills().front().id;
  std::vector<double> drills, bare;
  for (std::uint32_t round = 0; round <= whole_process_rounds; ++round) {
    progress(fmt::format("process: round {} of {}", round, whole_process_rounds));
    auto const drill = run_ms({program.string(), "drill", id, "--seed", std::to_string(round + 1),
                               "--operator", "expert", "--json"});
    auto const nothing = run_ms({"/bin/true"});
    if (!drill) return std::unexpected{"process: the expert did not pass its drill"};
    if (!nothing) return std::unexpected{"process: /bin/true cannot be started"};
    if (round == 0) continue;  // warms up
    drills.push_back(*drill);
    bare.push_back(*nothing);
  }
  auto const ms = median(drills), start = median(bare);
  return std::vector<Row>{{"process", fmt::format("studylab drill {} --operator expert", id), ms,
                           "ms", start, "/bin/true", ms / start, "under 50 ms",
                           met_if(ms < goal_ms)}};
}

}  // namespace studylab::bench
