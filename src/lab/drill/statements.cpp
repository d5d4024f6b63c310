// People who say what they believe. None of it depends on the variant, and none of it is a clue.
#include <algorithm>
#include <array>
#include <span>

#include "lab/drill/setup.h"
#include "lab/drill/times.h"

namespace studylab::drill {
namespace {

using namespace std::string_view_literals;

// None of them owns an app.
constexpr std::array speakers{"sofia"sv, "emil"sv, "hana"sv, "marco"sv, "ruth"sv, "bilal"sv};

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

}  // namespace

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

}  // namespace studylab::drill
