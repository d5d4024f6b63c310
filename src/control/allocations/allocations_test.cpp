#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::TestPlatform;

TEST(Allocation, IsNotReadyWithoutAPassedProbe) {
  TestPlatform p;
  p.ready_probes = false;
  p.now = p.scheduled_at();
  p.pass(std::chrono::seconds{10});
  EXPECT_EQ(p.owner(), p.good);
  for (auto const& [id, allocation] : p.state.allocations) {
    if (allocation.release == p.bad) {
      EXPECT_NE(allocation.stage, AllocationStage::ready);
    }
  }
}

TEST(Report, IsAcceptedOnceAndALateOneIsRecorded) {
  TestPlatform p;
  p.break_it();
  p.pass(std::chrono::seconds{30});
  auto const digest = p.state.releases.at(p.good).registered.digest;
  Report const late{
      make_fact(AllocationReady{AllocationId{1}, digest, "/", 200, 0,
                                Origin{"runner-host-9", Boot{1}, ReportNumber{1}, p.now}})};
  auto const first = p.give(late);
  ASSERT_EQ(first->size(), 1U);
  EXPECT_NE(fact_if<LateReportIgnored>(first->front()), nullptr);
  EXPECT_TRUE(p.give(late)->empty());
  EXPECT_EQ(p.state.allocations.at(AllocationId{1}).stage, AllocationStage::stopped);
}

TEST(Restart, IsRefusedIfNothingIsReady) {
  TestPlatform p;
  EXPECT_EQ(refusal_code(p.operate(Restart{"shop/preview"})), RefusalCode::nothing_ready);
}

TEST(Allocation, IsListedAsLiveWhileItHoldsASlot) {
  TestPlatform p;
  p.break_it();
  ASSERT_TRUE(p.operate(p.rollback_to(p.good)));
  p.pass(std::chrono::seconds{60});
  std::map<std::pair<EnvironmentName, ReleaseId>, std::vector<AllocationId>> live;
  std::map<HostId, std::uint32_t> used;
  for (auto const& [id, allocation] : p.state.allocations) {
    if (allocation.stage > AllocationStage::draining) continue;
    live[{allocation.environment, allocation.release}].push_back(id);
    ++used[allocation.host];
  }
  EXPECT_GT(p.state.allocations.size(), 4U);
  EXPECT_EQ(p.state.live_allocations, live);
  for (auto const& [host, count] : used) EXPECT_EQ(p.state.used_slots.at(host), count);
}

TEST(Restart, IsRefusedIfLiveSessionsWouldEnd) {
  TestPlatform p;
  EXPECT_EQ(refusal_code(p.operate(Restart{"alloc-1"})), RefusalCode::sessions_active);
  EXPECT_EQ(refusal_code(p.operate(Restart{"shop/production"})), RefusalCode::sessions_active);
}

}  // namespace
}  // namespace studylab::control
