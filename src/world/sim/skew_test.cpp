#include "world/sim/skew.h"

#include <gtest/gtest.h>

namespace studylab::world::sim {
namespace {

using std::chrono::seconds;

TEST(Skew, MovesTheInstantsOfAReportAlike) {
  RequestsObserved seen;
  seen.from = Instant{seconds{100}};
  seen.until = Instant{seconds{110}};
  seen.origin.at = Instant{seconds{111}};
  auto const report = skewed(Report{make_fact(seen)}, -seconds{2});
  auto const* moved = fact_if<RequestsObserved>(report.fact);
  ASSERT_NE(moved, nullptr);
  EXPECT_EQ(moved->from, Instant{seconds{98}});
  EXPECT_EQ(moved->until, Instant{seconds{108}});
  EXPECT_EQ(moved->origin.at, Instant{seconds{109}});
}

TEST(Skew, NoInstantStaysNone) {
  ProvidersProbed probed;
  probed.bindings.push_back({});
  auto const report = skewed(Report{make_fact(probed)}, seconds{2});
  EXPECT_EQ(fact_if<ProvidersProbed>(report.fact)->bindings.front().secret_since, Instant{});
}

}  // namespace
}  // namespace studylab::world::sim
