// Replacements, drains, rebuilds and drift of hosts.
#include <gtest/gtest.h>

#include "control/hosts/hosts.h"
#include "control/upgrade_platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::UpgradePlatform;
using namespace std::chrono_literals;

// HU3. With a quorum of two, nothing leaves before its replacement is ready.
TEST(Drain, WaitsForReplacementsThatTheQuorumNeeds) {
  UpgradePlatform p;
  EXPECT_EQ(refusal_code(p.drain()), RefusalCode::replacements_missing);
  ASSERT_TRUE(p.replace());
  EXPECT_EQ(p.latest_stage(), Stage::healthy);
  EXPECT_EQ(p.ready(), 3U);
  ASSERT_TRUE(p.drain());
  EXPECT_EQ(p.latest_stage(), Stage::healthy);
  EXPECT_EQ(p.ready(), 2U);
  EXPECT_EQ(p.stage(), HostStage::drained);
}

TEST(Replace, PlacesNothingOnTheHostAndNothingTwice) {
  UpgradePlatform p;
  ASSERT_TRUE(p.replace());
  for (auto const& [id, allocation] : p.state.allocations) {
    if (id.number > 2) {
      EXPECT_NE(allocation.host, UpgradePlatform::host);
    }
  }
  EXPECT_EQ(refusal_code(p.replace()), RefusalCode::nothing_to_replace);
}

// HU2.
TEST(Replace, NeedsSlotsElsewhere) {
  UpgradePlatform p;
  p.operate(Cordon{"host-2"});
  p.operate(Cordon{"host-3"});
  EXPECT_EQ(refusal_code(p.replace()), RefusalCode::no_headroom);
  EXPECT_EQ(refusal_code(p.drain()), RefusalCode::no_headroom);
}

TEST(Replace, FailsIfAReplacementFails) {
  UpgradePlatform p;
  p.fails_at = AllocationStage::pulling;
  ASSERT_TRUE(p.replace());
  EXPECT_EQ(p.latest_stage(), Stage::failed);
  p.fails_at = AllocationStage::ready;
  ASSERT_TRUE(p.replace());
  EXPECT_EQ(p.latest_stage(), Stage::healthy);
}

// HUN2. A replacement does not help where another member is down.
TEST(Drain, IsRefusedBelowTheQuorum) {
  UpgradePlatform p;
  p.lose_member();
  EXPECT_EQ(refusal_code(p.drain()), RefusalCode::below_quorum);
  ASSERT_TRUE(p.replace());
  EXPECT_EQ(refusal_code(p.drain()), RefusalCode::below_quorum);
  ASSERT_TRUE(p.operate(Restart{"alloc-2"}));
  EXPECT_TRUE(p.drain());
}

TEST(Drain, IsPossibleAfterTheLostMemberIsReplaced) {
  UpgradePlatform p;
  p.lose_member();
  p.operate(Cordon{"host-1"});
  ASSERT_TRUE(p.replace("host-2"));
  ASSERT_TRUE(p.replace("host-1"));
  EXPECT_TRUE(p.drain());
}

TEST(Drain, IsRefusedWhileAnotherMovesTheSameEnvironment) {
  UpgradePlatform p;
  ASSERT_TRUE(p.replace("host-2"));
  ASSERT_TRUE(p.replace("host-1"));
  p.runners_drain = false;
  ASSERT_TRUE(p.drain(UpgradePlatform::least, "host-2"));
  auto const refused = p.drain();
  EXPECT_EQ(refusal_code(refused), RefusalCode::below_quorum);
  EXPECT_NE(refused.error().why.find("another drain"), std::string::npos);
}

// HU4.
TEST(Drain, GivesSessionsTheDeclaredTime) {
  UpgradePlatform p;
  ASSERT_TRUE(p.replace());
  EXPECT_EQ(refusal_code(p.drain(UpgradePlatform::least - 1s)), RefusalCode::deadline_below_policy);
  EXPECT_TRUE(p.drain(UpgradePlatform::least));
}

// HUN1. The sum of what is known must be what was there.
TEST(Drain, FailsIfASessionWasKilled) {
  UpgradePlatform p;
  ASSERT_TRUE(p.replace());
  p.sessions_ended = 9;  // of ten, and none was cut
  ASSERT_TRUE(p.drain());
  EXPECT_EQ(p.latest_stage(), Stage::failed);
  EXPECT_EQ(p.stage(), HostStage::cordoned);
}

TEST(Drain, MayCutSessionsOnlyAtItsDeadline) {
  kinds::Leaving leaving;
  leaving.sessions = SessionsDrained{AllocationId{1}, 10, 4, 2, 4, {}};
  Instant const deadline{10min};
  leaving.sessions->origin.at = deadline;
  EXPECT_EQ(killed_sessions(leaving, deadline), 0U);
  leaving.sessions->origin.at = deadline - Duration{1};
  EXPECT_EQ(killed_sessions(leaving, deadline), 4U);
}

// HU5.
TEST(Rebuild, NeedsADrainedHost) {
  UpgradePlatform p;
  p.operate(Postcheck{"host-1"});
  EXPECT_EQ(refusal_code(p.rebuild()), RefusalCode::not_drained);
  p.replace();
  p.drain();
  ASSERT_TRUE(p.rebuild());
  EXPECT_EQ(p.latest_stage(), Stage::healthy);
  EXPECT_EQ(p.stage(), HostStage::postcheck);
}

TEST(Rebuild, NeedsACheckThatShowsTheDrift) {
  UpgradePlatform p;
  p.replace();
  p.drain();
  EXPECT_EQ(refusal_code(p.rebuild()), RefusalCode::postchecks_missing);
}

TEST(Rebuild, NeedsACheckOfThisRun) {
  UpgradePlatform p;
  HostPostchecked earlier{
      UpgradePlatform::host,    EntryId{}, PostcheckResult::passed, Digest{}, "",
      p.origin("runner-host-1")};
  ASSERT_TRUE(p.give(Report{make_fact(std::move(earlier))}));
  p.replace();
  p.drain();
  EXPECT_EQ(refusal_code(p.rebuild()), RefusalCode::postchecks_missing);
}

// HUN3.
TEST(Rebuild, IsRefusedWithDriftThatIsNotRecorded) {
  UpgradePlatform p;
  p.operate(Postcheck{"host-1"});
  p.find_drift("/etc/limits.conf");
  p.replace();
  p.drain();
  EXPECT_EQ(refusal_code(p.rebuild()), RefusalCode::drift_unrecorded);
  EXPECT_EQ(refusal_code(p.operate(RecordDrift{"host-1", "/etc/other"})),
            RefusalCode::no_such_drift);
  ASSERT_TRUE(p.operate(RecordDrift{"host-1", "/etc/limits.conf"}));
  EXPECT_TRUE(p.rebuild());
  EXPECT_TRUE(p.state.hosts.at(UpgradePlatform::host).drift.empty());
}

TEST(Rebuild, FailsIfTheHostRunsAnotherImage) {
  UpgradePlatform p;
  p.operate(Postcheck{"host-1"});
  p.replace();
  p.drain();
  p.rebuilds_to = Digest{};
  ASSERT_TRUE(p.rebuild());
  EXPECT_EQ(p.latest_stage(), Stage::failed);
  EXPECT_EQ(p.stage(), HostStage::drained);
}

TEST(Upgrade, TakesAHostOutOfServiceAndBack) {
  UpgradePlatform p;
  p.upgrade();
  EXPECT_EQ(p.stage(), HostStage::postcheck);
  ASSERT_TRUE(p.operate(Uncordon{"host-1"}));
  EXPECT_EQ(p.stage(), HostStage::in_service);
  EXPECT_EQ(free_slots(p.state, UpgradePlatform::host), 6U);
}

TEST(Upgrade, SurvivesACrashAfterAnyEntry) {
  UpgradePlatform whole;
  auto const first = whole.entries.size();
  whole.upgrade();
  for (auto n = first; n < whole.entries.size(); ++n) {
    UpgradePlatform p;
    p.crash_after = n;
    p.upgrade();
    EXPECT_EQ(p.stage(), HostStage::postcheck) << n;
    EXPECT_EQ(p.state.operations.size(), whole.state.operations.size()) << n;
  }
}

TEST(Upgrade, IgnoresReportsThatNothingAsksFor) {
  UpgradePlatform p;
  auto const ignored = [&](auto fact) {
    auto const decision = p.give(Report{make_fact(std::move(fact))});
    return decision && decision->empty();
  };
  EXPECT_TRUE(ignored(HostRebuilt{UpgradePlatform::host, OperationId{1}, {}, p.origin("x")}));
  EXPECT_TRUE(ignored(HostDriftFound{HostId{9}, EntryId{1}, {}, p.origin("x")}));
  EXPECT_TRUE(ignored(SessionsDrained{AllocationId{1}, 1, 1, 0, 0, p.origin("x")}));
  EXPECT_TRUE(ignored(SessionsResumed{AllocationId{1}, AllocationId{99}, 1, p.origin("x")}));
}

// HU6. What a check found before the rebuild says nothing of the host after it.
TEST(Uncordon, NeedsAPostcheckOfAfterTheRebuild) {
  UpgradePlatform p;
  p.operate(Cordon{"host-1"});
  p.replace();
  p.drain();
  p.operate(Postcheck{"host-1"});
  p.rebuild();
  EXPECT_EQ(testing::refusal_code(p.operate(Uncordon{"host-1"})), RefusalCode::postchecks_missing);
  p.operate(Postcheck{"host-1"});
  EXPECT_TRUE(p.operate(Uncordon{"host-1"}));
}

// The incident of a host that is due.
TEST(HostDue, OpensAtItsInstantAndEndsWithThePassedCheckInService) {
  UpgradePlatform p;
  p.add(HostMaintenancePlanned{UpgradePlatform::host, p.env, p.now + 30s});
  p.pass(29s);
  EXPECT_FALSE(p.state.incident);
  p.pass(2s);
  ASSERT_TRUE(p.state.incident);
  EXPECT_EQ(host_of(p.state.incident->opened), UpgradePlatform::host);
  auto const present = [&] { return symptom_of(p.state, *p.state.incident, p.now).present; };
  EXPECT_TRUE(present());
  p.upgrade();
  EXPECT_TRUE(present());
  ASSERT_TRUE(p.operate(Uncordon{"host-1"}));
  EXPECT_FALSE(present());
}

}  // namespace
}  // namespace studylab::control
