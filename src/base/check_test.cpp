#include "base/check.h"

#include <gtest/gtest.h>

namespace studylab {
namespace {

TEST(CheckDeathTest, PrintsTheConditionAndItsLocationAndEndsTheProcess) {
  int const one = 1;
  STUDYLAB_CHECK(one == 1);
  EXPECT_DEATH(STUDYLAB_CHECK(one == 2),
               "studylab: broken invariant: one == 2 \\(.*check_test.cpp:[0-9]+\\)");
}

}  // namespace
}  // namespace studylab
