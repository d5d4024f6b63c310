// What a level adds to a run. None of it depends on the variant, and none of it is a clue.
#include <algorithm>
#include <array>
#include <span>

#include "lab/drill/setup.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

// None of them owns an app.
constexpr std::array speakers{"sofia"sv, "emil"sv, "hana"sv, "marco"sv, "ruth"sv, "bilal"sv};

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

std::string text_of(Statements const& statements, SpeakerRole role, Random& random) {
  auto const pick = [&](std::vector<std::string> const& texts) {
    return random.pick(std::span<std::string const>{texts});
  };
  switch (role) {
    case SpeakerRole::colleague:
      return random.pick(std::span<Statements::Hunch const>{statements.hunches}).text;
    case SpeakerRole::executive: return pick(statements.demands);
    case SpeakerRole::support: break;
  }
  return pick(statements.requests);
}

void let_people_speak(Drill const& drill, LevelBounds const& level, Seed const& seed,
                      Times const& times, DrawnRun& run) {
  if (level.statements.high == 0) return;
  Random random{seed, "statements"};
  std::array roles{SpeakerRole::colleague, SpeakerRole::executive, SpeakerRole::support};
  auto names = speakers;
  random.shuffle(std::span<SpeakerRole>{roles});
  random.shuffle(std::span<std::string_view>{names});
  run.statements =
      static_cast<std::size_t>(random.between(level.statements.low, level.statements.high));
  auto at = times.alert_at;
  for (std::size_t i = 0; i < run.statements; ++i) {
    at += std::chrono::milliseconds{random.between(150, 300)};
    auto text = text_of(drill.statements, roles[i], random);
    text = filled(filled(std::move(text), "{environment}", run.environment.value()), "{route}",
                  run.route.value());
    run.plan.changes.push_back(
        {at, world::PersonSpeaks{PersonName{std::string{names[i]}}, roles[i], std::move(text)}});
  }
}

}  // namespace

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

void add_disturbances(Drill const& drill, Level level, Seed const& seed, DrawnTopology const& drawn,
                      Times const& times, DrawnRun& run) {
  auto const& bounds = drill.at(level);
  silence_edge(bounds, seed, drawn, times, run);
  stop_monitor(bounds, seed, times, run);
  let_people_speak(drill, bounds, seed, times, run);
}

}  // namespace studylab::drill
