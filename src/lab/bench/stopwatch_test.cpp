#include "lab/bench/stopwatch.h"

#include <gtest/gtest.h>

namespace studylab::bench {
namespace {

TEST(Percentile, AtLeastThatShareIsNotLarger) {
  std::vector<double> hundred;
  for (int n = 100; n >= 1; --n) hundred.push_back(n);
  EXPECT_EQ(percentile(hundred, 99), 99);
  EXPECT_EQ(percentile(hundred, 1), 1);
  EXPECT_EQ(percentile(hundred, 100), 100);
  EXPECT_EQ(percentile({4, 3, 2, 1}, 50), 2);
  EXPECT_EQ(percentile({4, 3, 2, 1}, 99), 4);
  EXPECT_EQ(percentile({7}, 1), 7);
}

}  // namespace
}  // namespace studylab::bench
