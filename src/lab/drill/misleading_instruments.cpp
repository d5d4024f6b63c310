// What misleads at the level hard: an edge or a monitor that reports nothing, or an old check. None
// of it depends on the variant, and none of it is a clue.
#include "lab/drill/setup.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;

Duration in(Random& random, DurationRange const& range) {
  return Duration{random.between(range.low.count(), range.high.count())};
}

void silence_edge(LevelBounds const& level, Seed const& seed, DrawnTopology const& drawn,
                  Times const& times, DrawnRun& run) {
  if (!level.silent_edge) return;
  Random random{seed, "silence"};
  auto number = static_cast<std::uint32_t>(1 + random.below(drawn.edges - 1));
  if (number >= times.first_edge.number) ++number;
  auto const length = in(random, *level.silent_edge);
  auto const from = times.alert_at + 1s;
  run.plan.changes.push_back({from, world::SilentEdge{EdgeId{number}, from + length}});
  run.faults.push_back(FaultInjected{"silent-edge", to_text(EdgeId{number})});
}

// It ends just before the alert, so that what it reported last is from before the fault.
void stop_monitor(LevelBounds const& level, Seed const& seed, Times const& times, DrawnRun& run) {
  if (!level.silent_monitor) return;
  Random random{seed, "silent-monitor"};
  run.plan.changes.push_back(
      {times.alert_at - 100ms, world::ProcessCrash{"monitor", in(random, *level.silent_monitor)}});
  run.faults.push_back(FaultInjected{"silent-monitor", "monitor"});
}

}  // namespace

void mislead(LevelBounds const& level, Seed const& seed, DrawnTopology const& drawn,
             Times const& times, DrawnRun& run) {
  silence_edge(level, seed, drawn, times, run);
  stop_monitor(level, seed, times, run);
}

void add_last_check(LevelBounds const& level, Seed const& seed, Times const& times,
                    world::LastCheck of, DrawnRun& run) {
  if (!level.old_check) return;
  Random random{seed, "last-check"};
  of.made_at = times.began - std::chrono::minutes{random.between(150, 330)} -
               std::chrono::seconds{random.between(0, 59)};
  of.next = times.alert_at + in(random, *level.old_check);
  auto object = of.host ? to_text(of.host) : of.database.value();
  run.faults.push_back(FaultInjected{"old-check", std::move(object)});
  run.plan.last_check = std::move(of);
}

}  // namespace studylab::drill
