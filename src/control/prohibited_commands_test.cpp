#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;

TEST(ProhibitedCommand, IsRefusedUnderItsRuleWithAnyNames) {
  TestPlatform p;
  std::set<RefusalCode> codes;
  for (std::uint32_t n = 0; n < enum_size<ProhibitedVerb>; ++n) {
    auto const decision =
        p.operate(ProhibitedCommand{static_cast<ProhibitedVerb>(n), "no/where"}, {"unknown"});
    ASSERT_FALSE(decision);
    codes.insert(decision.error().code);
  }
  EXPECT_EQ(codes.size(), enum_size<ProhibitedVerb>);
}

}  // namespace
}  // namespace studylab::control
