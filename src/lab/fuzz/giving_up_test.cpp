#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/fuzz_run.h"
#include "lab/grade/grade.h"

namespace studylab::fuzz {
namespace {

// Some faults show themselves some time after the alert. A run that is given up before has failed:
// it is not invalid, which an exam does not count.
TEST(GivingUp, AtOnceIsAFailure) {
  for (auto const& drill : drill::drills()) {
    for (auto const& variant : drill.variants) {
      for (auto const level : {Level::easy, Level::normal, Level::hard}) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
          Scenario scenario{&drill, seed, variant.name, console::Text::no, {}};
          scenario.level = level;
          auto const run = run_scenario(scenario, typing({"show incident"}));
          EXPECT_EQ(run.score.outcome, grade::Outcome::failed)
              << drill.id << " " << variant.name << " " << to_text(level) << " seed " << seed
              << ": " << run.score.invalid_because;
        }
      }
    }
  }
}

// The run as it would be if the lab's fault had never shown itself.
grade::Outcome outcome_without_witness(Scenario const& scenario, std::string line) {
  auto const run = run_scenario(scenario, typing({std::move(line)}));
  auto lab = run.lab();
  std::erase_if(lab, [](evidence::LabEntry const& entry) {
    return std::holds_alternative<FaultWitnessed>(entry.fact);
  });
  auto const key = drill::answer_key_of(*scenario.drill, *scenario.drill->find(scenario.variant));
  return grade::grade({run.entries(), lab}, key).outcome;
}

TEST(GivingUp, ARunThatGaveTheFaultTimeToShowItselfIsInvalidWithoutIt) {
  for (auto const& [id, variant] :
       {std::pair{"stuck-wake", "artifact-pull"}, std::pair{"host-upgrade", "below-quorum"},
        std::pair{"provider-outage", "database"}}) {
    Scenario const scenario{drill::find_drill(id), 1, variant, console::Text::no, {}};
    EXPECT_EQ(outcome_without_witness(scenario, "wait 4m"), grade::Outcome::failed) << id;
    EXPECT_EQ(outcome_without_witness(scenario, "wait 5m"), grade::Outcome::invalid) << id;
  }
}

}  // namespace
}  // namespace studylab::fuzz
