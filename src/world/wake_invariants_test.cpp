// The invariants of wakes and gates, over chains that the control plane made.
#include <gtest/gtest.h>

#include <set>

#include "control/wake_platform_testing.h"
#include "evidence/invariants/invariants.h"

namespace studylab::world {
namespace {

using control::testing::WakePlatform;
using std::chrono::minutes;
using std::chrono::seconds;

std::set<std::string_view> broken_by(WakePlatform const& p) {
  std::set<std::string_view> rules;
  for (auto const& violation : evidence::violations(p.entries)) rules.insert(violation.rule);
  return rules;
}
using WakeRules = std::set<std::string_view>;

// A wake that the platform begins by itself.
OperationRequested by_itself(WakePlatform const& p) {
  OperationRequested requested;
  requested.operation = OperationId{90};
  requested.request = requests::Wake{p.preview, p.elsewhere, KeyEpoch{1}};
  return requested;
}

void plan_attempt(WakePlatform& p, std::uint32_t allocation, HostId host) {
  p.add(AllocationPlanned{AllocationId{allocation}, p.preview, p.elsewhere, Digest{}, host,
                          p.wake().id, Attempt{allocation}});
}

TEST(WakeInvariants, HoldForAWakeThatGivesUpAndIsTriedAgain) {
  WakePlatform p;
  p.fails_at = AllocationStage::starting;
  p.ask(1);
  p.ask(2);
  p.pass(minutes{2});
  p.fails_at = AllocationStage::ready;
  p.operate(Retry{to_text(p.wake().id)});
  p.pass(minutes{2});
  EXPECT_EQ(p.wake().stage, Stage::hot);
  EXPECT_EQ(broken_by(p), WakeRules{});
}

TEST(WakeInvariants, OnlyOneWakeOfAnEnvironmentIsOpen) {
  WakePlatform p;
  p.ask();
  p.add(by_itself(p));
  EXPECT_EQ(broken_by(p), WakeRules{"SW3"});
}

TEST(WakeInvariants, NoAttemptBeginsAfterTheBudget) {
  WakePlatform p;
  p.runners_answer = false;
  p.ask();
  p.now += WakePlatform::budget;
  p.add(WakePlacementFailed{p.wake().id, Attempt{1}, "late"});
  EXPECT_EQ(broken_by(p), WakeRules{"SW4"});
}

TEST(WakeInvariants, AWakeBeginsByItselfOnlyIfNoneGaveUp) {
  WakePlatform p;
  p.fails_at = AllocationStage::starting;
  p.ask();
  p.pass(minutes{2});
  p.add(by_itself(p));
  EXPECT_EQ(broken_by(p), WakeRules{"SWN2"});
}

TEST(WakeInvariants, AttemptsAreBoundedInNumber) {
  WakePlatform p;
  p.ask();
  for (std::uint32_t n = 1; n <= WakePlatform::attempts; ++n) {
    p.add(WakePlacementFailed{p.wake().id, Attempt{n}, "no slot"});
  }
  EXPECT_EQ(broken_by(p), WakeRules{});
  p.add(WakePlacementFailed{p.wake().id, Attempt{WakePlatform::attempts + 1}, "no slot"});
  EXPECT_EQ(broken_by(p), WakeRules{"SWN2"});
}

TEST(WakeInvariants, AttemptsFollowEachOther) {
  WakePlatform p;
  p.ask();
  plan_attempt(p, 50, HostId{1});
  EXPECT_EQ(broken_by(p), WakeRules{});
  plan_attempt(p, 51, HostId{1});
  EXPECT_EQ(broken_by(p), WakeRules{"SWN2"});
}

TEST(WakeInvariants, AHostHasASlotForEachAllocation) {
  WakePlatform p;
  p.add(HostRegistered{HostId{3}, Digest{}, 0});
  p.ask();
  plan_attempt(p, 50, HostId{3});
  EXPECT_EQ(broken_by(p), WakeRules{"SWN2"});
}

TEST(WakeInvariants, HotMeansThatAnAllocationIsReady) {
  WakePlatform p;
  p.ask();
  p.add(StageReached{p.wake().id, Stage::hot, Attempt{1}, ""});
  EXPECT_EQ(broken_by(p), WakeRules{"SWN3"});
}

GateRow row_of(RequestClass request_class, std::uint32_t waiting, Instant oldest) {
  GateRow row;
  row.request_class = request_class;
  row.waiting = waiting;
  row.oldest = oldest;
  return row;
}

WakeRules broken_by_row(RequestClass request_class, std::uint32_t waiting, Duration waited) {
  WakePlatform p;
  GateReported report;
  report.edge = EdgeId{1};
  report.environment = p.preview;
  report.from = p.now - seconds{10};
  report.until = p.now;
  report.rows.push_back(row_of(request_class, waiting, p.now - waited));
  p.add(report);
  return broken_by(p);
}

TEST(WakeInvariants, AGateHoldsNoUnsafeRequestAndNoneForTooLong) {
  auto const soon = seconds{1};
  EXPECT_EQ(broken_by_row(RequestClass::safe, 100, soon), WakeRules{});
  EXPECT_EQ(broken_by_row(RequestClass::safe, 1, seconds{30}), WakeRules{"SW4"});
  EXPECT_EQ(broken_by_row(RequestClass::unsafe, 1, soon), WakeRules{"SWN1"});
  EXPECT_EQ(broken_by_row(RequestClass::upgrade, 1, soon), WakeRules{"SWN1"});
  EXPECT_EQ(broken_by_row(RequestClass::idempotent, 1, soon), WakeRules{"SWN1"});
}

}  // namespace
}  // namespace studylab::world
