// The status of an environment that sleeps: a gate that turns requests away affects it.
#include <gtest/gtest.h>

#include "control/wake_platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::WakePlatform;

TEST(SleepingStatus, IsPublishedOnceAGateTurnedRequestsAway) {
  WakePlatform p;
  PublishStatus const status{p.preview, "app", "we know"};
  EXPECT_EQ(refusal_code(p.give(p.command_of(status))), RefusalCode::not_affected);
  p.report_gate(p.preview, 10);
  EXPECT_TRUE(p.give(p.command_of(status)).has_value());
}

}  // namespace
}  // namespace studylab::control
