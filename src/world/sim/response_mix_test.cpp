#include "world/sim/response_mix.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

namespace studylab::world::sim {
namespace {

ResponseMix drawn_mix(std::vector<std::pair<std::uint32_t, bool>> const& shares) {
  ResponseMix mix;
  for (auto const& [permille, all] : shares) {
    if (mix.shares() == ResponseMix::max_shares) break;
    mix.add(Permille{permille % 1001}, all ? Affects::all : Affects::unsafe);
  }
  return mix;
}

Requests first(std::uint64_t all, std::uint64_t unsafe_permille) {
  return Requests{all, all * unsafe_permille / 1000};
}

TEST(ResponseMix, EveryRequestIsAnsweredOnce) {
  EXPECT_TRUE(rc::check([](std::vector<std::pair<std::uint32_t, bool>> const& shares,
                           std::uint32_t all, std::uint16_t unsafe) {
    auto const split = drawn_mix(shares).split(first(all, unsafe % 1001));
    auto const failed = std::accumulate(split.failed.begin(), split.failed.end(), std::uint64_t{0});
    RC_ASSERT(failed + split.well == all);
  }));
}

TEST(ResponseMix, CountsNeverDecrease) {
  EXPECT_TRUE(rc::check([](std::vector<std::pair<std::uint32_t, bool>> const& shares,
                           std::uint16_t all, std::uint8_t more, std::uint16_t unsafe) {
    auto const mix = drawn_mix(shares);
    auto const before = mix.split(first(all, unsafe % 1001));
    auto const after = mix.split(first(all + std::uint64_t{more}, unsafe % 1001));
    RC_ASSERT(before.well <= after.well);
    for (std::size_t i = 0; i < mix.shares(); ++i) RC_ASSERT(before.failed[i] <= after.failed[i]);
  }));
}

TEST(ResponseMix, AShareOfUnsafeRequestsDoesNotAffectSafeOnes) {
  ResponseMix mix;
  mix.add(Permille{500}, Affects::unsafe);
  auto const split = mix.split(Requests{1000, 200});
  EXPECT_EQ(split.failed[0], 100u);
  EXPECT_EQ(split.well, 900u);
  EXPECT_EQ(mix.failing_per_million(Permille{200}), 100'000u);
}

TEST(ResponseMix, RequestsRefusedByAnEdgeOrUnansweredFail) {
  EXPECT_EQ(ResponseMix{ResponseMix::By::edge}.failed(Requests{40, 3}), 40u);
  EXPECT_EQ(ResponseMix{ResponseMix::By::none}.failed(Requests{40, 3}), 40u);
}

TEST(ResponseMix, HasRoomForEveryKindOfFailureAtOnce) {
  ResponseMix mix;
  // A dead address, one that is still starting, writes under a fence, a burst, a missing binding,
  // a sick provider, the program itself.
  for (int share = 0; share < 7; ++share) mix.add(Permille{100}, Affects::all);
  EXPECT_EQ(mix.shares(), ResponseMix::max_shares);
  EXPECT_DEATH(mix.add(Permille{100}, Affects::all), "");
}

}  // namespace
}  // namespace studylab::world::sim
