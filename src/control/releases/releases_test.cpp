#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;

TEST(Service, CountsHowOftenTheThresholdWasCrossed) {
  TestPlatform p;
  p.break_it();
  p.now += std::chrono::seconds{5};
  p.observe(EdgeId{2}, 300);  // the same symptom, seen by the other edge
  p.pass(std::chrono::minutes{2});
  p.observe(EdgeId{1}, 300);
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  ASSERT_EQ(p.owner(), p.good);
  EXPECT_EQ(p.state.releases.at(p.bad).served.back().symptoms, 2U);
  EXPECT_EQ(p.state.releases.at(p.good).served.back().symptoms, 0U);
}

}  // namespace
}  // namespace studylab::control
