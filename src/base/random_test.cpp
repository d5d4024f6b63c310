#include "base/random.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace studylab {
namespace {

// A seed always means the same run, on every machine.
TEST(Random, NeverChangesItsSequence) {
  Random topology{Seed{7, {}}, "topology"};
  std::array<std::uint64_t, 3> drawn{};
  for (auto& bits : drawn) bits = topology.bits();
  EXPECT_EQ(drawn, (std::array<std::uint64_t, 3>{0xdf9554279ce4b3d5, 0x53b9db029a3f0901,
                                                 0xfe1dc8c235822465}));

  Random dice{Seed{1, blake2b(as_bytes("salt"))}, "dice"};
  std::vector<std::uint64_t> rolls;
  for (int i = 0; i < 12; ++i) rolls.push_back(dice.below(6));
  EXPECT_EQ(rolls, (std::vector<std::uint64_t>{5, 0, 4, 0, 5, 5, 3, 5, 2, 5, 3, 0}));
}

TEST(Random, StreamsSeedsAndSaltsAreIndependent) {
  std::set<std::uint64_t> first;
  auto const add = [&](Seed const& seed, std::string_view stream) {
    EXPECT_TRUE(first.insert(Random{seed, stream}.bits()).second);
  };
  for (auto const* stream : {"topology", "topology2", "faults", ""}) {
    add(Seed{1, {}}, stream);
    add(Seed{2, {}}, stream);
    add(Seed{1, blake2b(as_bytes("salt"))}, stream);
  }
  // Draws from one stream do not change another.
  Random one{Seed{3, {}}, "one"};
  Random other{Seed{3, {}}, "other"};
  auto const expected = Random{Seed{3, {}}, "other"}.bits();
  for (int i = 0; i < 100; ++i) one.bits();
  EXPECT_EQ(other.bits(), expected);
}

TEST(Random, StaysWithinItsBounds) {
  EXPECT_TRUE(rc::check("below and between", [](std::uint32_t number) {
    Random random{Seed{number, {}}, "bounds"};
    auto const bound = *rc::gen::positive<std::uint64_t>();
    RC_ASSERT(random.below(bound) < bound);
    auto const low = *rc::gen::arbitrary<std::int32_t>();
    auto const width = *rc::gen::inRange(0, 1000);
    auto const drawn = random.between(low, std::int64_t{low} + width);
    RC_ASSERT(drawn >= low && drawn <= std::int64_t{low} + width);
    RC_ASSERT(random.between(low, low) == low);
  }));
  Random random{Seed{1, {}}, "bounds"};
  EXPECT_EQ(random.below(1), 0u);
  EXPECT_LT(random.below(~std::uint64_t{0}), ~std::uint64_t{0});
  // The full range is valid too.
  using Limits = std::numeric_limits<std::int64_t>;
  std::set<std::int64_t> drawn;
  for (int i = 0; i < 8; ++i) drawn.insert(random.between(Limits::min(), Limits::max()));
  EXPECT_EQ(drawn.size(), 8u);
}

TEST(Random, IsUniform) {
  Random random{Seed{1, {}}, "even"};
  std::array<int, 6> counts{};
  for (int i = 0; i < 60'000; ++i) ++counts[random.below(6)];
  for (auto const count : counts) EXPECT_NEAR(count, 10'000, 400);  // more than four deviations
  int hits = 0;
  for (int i = 0; i < 100'000; ++i) hits += random.chance(250) ? 1 : 0;
  EXPECT_NEAR(hits, 25'000, 600);
  EXPECT_FALSE(random.chance(0));
  EXPECT_TRUE(random.chance(1000));
}

TEST(Random, ShufflesAndPicks) {
  Random random{Seed{1, {}}, "shuffle"};
  std::vector<int> items(20);
  std::iota(items.begin(), items.end(), 0);
  auto shuffled = items;
  random.shuffle(std::span{shuffled});
  EXPECT_NE(shuffled, items);
  EXPECT_TRUE(std::ranges::is_permutation(shuffled, items));
  std::set<int> picked;
  for (int i = 0; i < 500; ++i) picked.insert(random.pick(std::span<int const>{items}));
  EXPECT_EQ(picked.size(), items.size());
}

}  // namespace
}  // namespace studylab
