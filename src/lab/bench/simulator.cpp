#include "lab/bench/simulator.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/bench/attempt.h"
#include "lab/bench/bare_loop.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

constexpr std::uint32_t simulator_rounds = 7;
constexpr std::uint64_t events_a_round = 500'000;
constexpr std::uint64_t worlds_a_round = 60;
constexpr std::uint64_t drills_a_process = 400;
constexpr std::size_t worlds_at_once = 64;

struct Whole {
  double events_a_second = 0;
  double hours_a_second = 0;
};

// Platforms without operator commands, from their first entry to the time limit.
Whole whole_worlds(std::uint64_t first) {
  auto const& drill = drill::drills().front();
  std::uint64_t events = 0;
  double hours = 0;
  ProcessorTime const time;
  for (auto seed = first; seed < first + worlds_a_round; ++seed) {
    auto [run, world] = opened(drill, seed, "");
    auto const& session = run.session();
    run.pass_to(session.deadline());
    events += world->events();
    auto const passed = session.now() - session.chain().entries().front().at;
    hours += std::chrono::duration<double, std::ratio<3600>>(passed).count();
  }
  auto const seconds = time.seconds();
  return {static_cast<double>(events) / seconds, hours / seconds};
}

void play_some() {
  auto const& drill = drill::drills().front();
  for (std::uint64_t seed = 1; seed <= drills_a_process; ++seed) expert_attempt(drill, seed, "");
}

// Drills per second of wall time of this many processes together.
double rate_of_processes(std::size_t count) {
  std::vector<pid_t> started;
  WallTime const time;
  for (std::size_t n = 0; n < count; ++n) {
    auto const child = fork();
    STUDYLAB_CHECK(child >= 0);
    if (child == 0) {
      play_some();
      _exit(0);
    }
    started.push_back(child);
  }
  for (auto const child : started) waitpid(child, nullptr, 0);
  return static_cast<double>(count * drills_a_process) / time.seconds();
}

std::size_t open_at_once() {
  auto const& drill = drill::drills().front();
  std::vector<runs::Run> runs;
  for (std::uint64_t seed = 1; seed <= worlds_at_once; ++seed)
    runs.push_back(opened(drill, seed, "").run);
  for (auto& run : runs) run.pass_to(run.session().deadline());
  return runs.size();
}

}  // namespace

std::vector<Row> measure_simulator(Progress const& progress) {
  std::vector<double> bare, queue, events, hours, one, two;
  for (std::uint32_t round = 0; round <= simulator_rounds; ++round) {
    progress(fmt::format("simulator: round {} of {}", round, simulator_rounds));
    auto const bare_rate = bare_loop_rate(events_a_round);
    auto const queue_rate = world_queue_rate(events_a_round);
    auto const whole = whole_worlds(1 + round * worlds_a_round);
    if (round == 0) continue;  // warms up
    bare.push_back(bare_rate);
    queue.push_back(queue_rate);
    events.push_back(whole.events_a_second);
    hours.push_back(whole.hours_a_second);
    one.push_back(rate_of_processes(1));
    two.push_back(rate_of_processes(2));
  }
  auto const loop = median(bare), ours = median(queue), whole = median(events);
  auto const alone = median(one), both = median(two);
  auto const at_once = open_at_once();
  return {
      {"simulator", "events through the world's queue and dispatch", ours, "per second", loop,
       "bare loop, the same events", ours / loop, "at least 0.5 of it", met_if(ours / loop >= 0.5)},
      {"simulator", "events of whole worlds with all their work", whole, "per second", loop,
       "bare loop, empty events", whole / loop, "", Met::no_goal},
      {"simulator",
       "platform hours of whole worlds",
       median(hours),
       "per second",
       {},
       "",
       0,
       "",
       Met::no_goal},
      {"simulator", "graded drills of two processes, wall clock", both, "per second", alone,
       "one process", both / alone, "at least 1.8 times", met_if(both / alone >= 1.8)},
      {"simulator",
       "drills open in one process",
       static_cast<double>(at_once),
       "",
       {},
       "",
       0,
       "64",
       met_if(at_once >= worlds_at_once)},
  };
}

}  // namespace studylab::bench
