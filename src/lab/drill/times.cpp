#include "lab/drill/times.h"

#include <numeric>
#include <span>
#include <vector>

#include "base/random.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;

constexpr Duration second = 1s;
constexpr Duration boundary = 10s;

Duration ms(Random& random, std::int64_t low, std::int64_t high) {
  return std::chrono::milliseconds{random.between(low, high)};
}

world::Between exactly(Duration length) { return {length, length}; }

// Durations are drawn here and not by the world, so that the instant of the fault is known in
// advance.
world::Timings draw_timings(LevelBounds const& level, Random& random) {
  world::Timings timings;
  auto const work = [&](std::int64_t low, std::int64_t high) {
    return exactly(at_pace(level.pace, ms(random, low, high)));
  };
  timings.migrate = work(400, 1500);
  timings.pull = work(300, 900);
  timings.secrets = work(20, 60);
  timings.bind = work(20, 80);
  timings.start = work(200, 700);
  timings.probe = work(50, 200);
  timings.stop = work(100, 300);
  timings.rebuild = {at_pace(level.pace, timings.rebuild.low),
                     at_pace(level.pace, timings.rebuild.high)};
  timings.owner = timings.team = {level.owners.low, level.owners.high};
  return timings;
}

// Every edge checks once per second. The edges are further apart than a message takes, and none is
// within 200 ms of the fault, so that the timing of a few messages changes nothing.
void draw_phases(Times& times, Random& random, std::uint32_t edges) {
  constexpr Duration quiet = 200ms;
  auto const slot = (second - 2 * quiet) / edges;
  std::vector<std::uint32_t> order(edges);
  std::iota(order.begin(), order.end(), 1U);
  random.shuffle(std::span<std::uint32_t>{order});
  for (std::uint32_t i = 0; i < edges; ++i) {
    auto const within = Duration{random.between(0, slot.count() / 2)};
    auto const at = times.fault_at + quiet + i * slot + within;
    times.evaluation_phase[EdgeId{order[i]}] = at.time_since_epoch() % second;
  }
}

// The only code that determines which edge raises the alert, and when.
void find_first_edge(Times& times) {
  times.alert_at = Instant::max();
  auto const from = times.fault_at + evaluation_delay;
  for (auto const& [edge, phase] : times.evaluation_phase) {
    auto const into = (from.time_since_epoch() - phase) % second;
    auto const at = into == Duration{} ? from : from + second - into;
    if (at < times.alert_at) {
      times.alert_at = at;
      times.first_edge = edge;
    }
  }
}

}  // namespace

Times draw_times(LevelBounds const& level, std::uint32_t edges, Seed const& seed) {
  Random random{seed, "times"};
  Times times;
  times.pace = level.pace;
  auto const year = parse_instant("2026-01-05T00:00:00Z").value();
  // One draw per statement: the compiler chooses the order of two draws in one statement.
  auto const day = std::chrono::hours{24} * random.between(0, 200);
  auto const of_day = std::chrono::minutes{random.between(7 * 60, 19 * 60)};
  times.began = year + day + of_day;
  times.timings = draw_timings(level, random);
  auto const boundaries = boundary * random.between(2, 4);
  times.fault_at = times.began + boundaries + ms(random, 1000, 2000);
  draw_phases(times, random, edges);
  find_first_edge(times);
  return times;
}

}  // namespace studylab::drill
