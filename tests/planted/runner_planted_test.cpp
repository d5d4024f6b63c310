// The behaviour without the runner's guard. The same scenario with the guard is in
// src/runner/*_test.cpp.

#include <gtest/gtest.h>

#include "base/planted.h"
#include "runner/runner_testing.h"

namespace studylab::runner {
namespace {

using namespace testing;

class PlantedRunner : public ::testing::Test {
 protected:
  ~PlantedRunner() override { unplant_all(); }
};

TEST_F(PlantedRunner, Swn3AnnouncesBeforeReadiness) {
  auto const announced = [] {
    TestRunner runner;
    runner.command(start(), 1s);
    runner.bring(AllocationStage::readiness, 1s);
    return wanted<AnnounceEndpoint>(runner.state).size();
  };
  EXPECT_EQ(announced(), 0U);
  plant(Guard::swn3);
  EXPECT_EQ(announced(), 1U);
}

TEST_F(PlantedRunner, Hun1CutsSessionsBeforeTheDeadline) {
  auto const cuts = [] {
    TestRunner runner;
    runner.command(start(), 1s);
    runner.bring(AllocationStage::ready, 1s);
    runner.command(DrainAllocation{start().allocation, at(60s), SessionReports::yes}, 2s);
    return wanted<CutSessions>(runner.state).size();
  };
  EXPECT_EQ(cuts(), 0U);
  plant(Guard::hun1);
  EXPECT_EQ(cuts(), 1U);
}

}  // namespace
}  // namespace studylab::runner
