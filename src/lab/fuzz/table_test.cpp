// The grader's own table, over a hundred seeds per variant.
#include "lab/fuzz/table.h"

#include <set>

#include <gtest/gtest.h>

#include "base/sweep_testing.h"
#include "lab/drill/load.h"
#include "lab/fuzz/checks.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t seeds = 100;  // unless a sweep requests others

class TheTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheTable, HoldsOverAHundredSeeds) {
  auto const& drill = *drill::find_drill("bad-deploy");
  std::uint64_t random_passed = 0;
  auto const swept = testing::sweep_seeds(seeds);
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    Game const game{&drill, seed, GetParam(), console::Text::no, {}};
    References references;
    for (auto const& row : table()) {
      if (!applies(row, *drill.find(GetParam()))) continue;
      auto const played = play(game, row.make, &references);
      auto const why = wrong(row, played);
      EXPECT_EQ(why, std::nullopt) << "seed " << seed << ": " << why.value_or("");
      if (row.must != Must::pass_by_chance) continue;
      random_passed += played.score.outcome == grade::Outcome::passed ? 1 : 0;
    }
  }
  EXPECT_EQ(random_passed, 0u);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheTable,
                         ::testing::Values("app-only", "database-migration", "runtime-service",
                                           "route-propagation", "no-fault"),
                         [](auto const& variant) {
                           auto name = variant.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(TheTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(*drill::find_drill("bad-deploy")), std::vector<std::string>{});
}

std::string class_stated(std::vector<std::string> const& lines) {
  std::string stated;
  for (auto const& line : lines) {
    if (line.starts_with("classify ")) stated = line.substr(0, line.find(' ', 9));
  }
  return stated;
}

// An operator that states the same class in every variant is right as often as a random class.
TEST(TheTable, WhoGuessesSaysTheSameInEveryVariant) {
  auto const& drill = *drill::find_drill("bad-deploy");
  auto const swept = testing::sweep_seeds(seeds);
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    for (auto const& row : table()) {
      if (row.must != Must::guess) continue;
      std::set<std::string> said;
      for (auto const& variant : drill.variants) {
        Game const game{&drill, seed, variant.name, console::Text::yes, {}};
        said.insert(class_stated(play(game, row.make).lines));
      }
      EXPECT_EQ(said.size(), 1u) << row.name << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
