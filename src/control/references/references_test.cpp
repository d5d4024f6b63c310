#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

TEST(Refs, AreAcceptedOnlyForWhatWasShown) {
  TestPlatform p;
  p.break_it();
  EXPECT_EQ(refusal_code(p.operate(Note{"see"}, {"entry-3"})), RefusalCode::not_shown);
  EXPECT_EQ(refusal_code(p.operate(Note{"see"}, {"rel-2"})), RefusalCode::not_shown);
  p.add(Queried{"releases", "shop/production", {EntryId{3}}, {"rel-2"}, {}});
  EXPECT_TRUE(p.operate(Note{"see"}, {"entry-3", "rel-2"}));
}

}  // namespace
}  // namespace studylab::control
