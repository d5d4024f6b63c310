#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/fuzz_run.h"

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

}  // namespace
}  // namespace studylab::fuzz
