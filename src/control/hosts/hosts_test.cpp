// Placement, postchecks and cordons of hosts.
#include "control/hosts/hosts.h"

#include <gtest/gtest.h>

#include "control/wake_platform_testing.h"

namespace studylab::control {
namespace {

using testing::refusal_code;
using testing::WakePlatform;

constexpr HostId cordoned{2};

struct CordonedPlatform : WakePlatform {
  CordonedPlatform() { cordon(2); }
  void postcheck_result(PostcheckResult result) {
    auto const order = give(command_of(Postcheck{"host-2"}));
    ASSERT_TRUE(order);
    started.insert(effect_key());
    auto const& host = state.hosts.at(cordoned);
    HostPostchecked checked{cordoned,   host.postcheck_order, result,
                            host.image, "the image",          origin("runner-host-2")};
    give(Report{make_fact(std::move(checked))});
    settle();
  }
  EffectKey effect_key() const {
    std::vector<Effect> effects;
    react(state, effects);
    for (auto const& effect : effects) {
      if (std::holds_alternative<OrderPostcheck>(effect.action)) return effect.key;
    }
    return {};
  }
  std::uint32_t free() const { return free_slots(state); }
};

TEST(Cordon, KeepsAllocationsOffTheHost) {
  WakePlatform p;
  auto const before = free_slots(p.state);
  p.cordon(2);
  EXPECT_EQ(free_slots(p.state), before - free_slots(p.state, cordoned));
  EXPECT_EQ(next_host(p.state), HostId{1});
  p.cordon(1);
  EXPECT_FALSE(next_host(p.state));
}

TEST(Postcheck, IsOrderedUntilItsRunnerHasAnswered) {
  CordonedPlatform p;
  ASSERT_TRUE(p.give(WakePlatform::command_of(Postcheck{"host-2"})));
  auto const ordered = p.required<OrderPostcheck>();
  ASSERT_EQ(ordered.size(), 1U);
  EXPECT_EQ(ordered[0].host, cordoned);
  p.settle();
  EXPECT_TRUE(p.required<OrderPostcheck>().empty());
  auto const& host = p.state.hosts.at(cordoned);
  ASSERT_TRUE(host.postchecked);
  EXPECT_EQ(host.postchecked->result, PostcheckResult::passed);
}

// HU6.
TEST(Uncordon, NeedsAPostcheckThatPassedLately) {
  auto const uncordon = [](WakePlatform& p) { return p.operate(Uncordon{"host-2"}); };
  CordonedPlatform p;
  EXPECT_EQ(refusal_code(uncordon(p)), RefusalCode::postchecks_missing);
  p.postcheck_result(PostcheckResult::failed);
  EXPECT_EQ(refusal_code(uncordon(p)), RefusalCode::postchecks_missing);
  p.postcheck_result(PostcheckResult::passed);
  p.now += postcheck_lifetime + Duration{1};
  EXPECT_EQ(refusal_code(uncordon(p)), RefusalCode::postchecks_missing);
  p.postcheck_result(PostcheckResult::passed);
  p.now += postcheck_lifetime;
  auto const before = p.free();
  EXPECT_TRUE(uncordon(p));
  EXPECT_GT(p.free(), before);
  EXPECT_EQ(refusal_code(uncordon(p)), RefusalCode::not_cordoned);
}

// HU1. A hold keeps allocations off the host until it is lifted.
TEST(Cordon, ByTheOperatorIsAHoldOnTheHost) {
  WakePlatform p;
  auto const slots = free_slots(p.state);
  ASSERT_TRUE(p.operate(Cordon{"host-2"}));
  EXPECT_EQ(free_slots(p.state), slots - free_slots(p.state, cordoned));
  EXPECT_EQ(next_host(p.state), HostId{1});
  ASSERT_EQ(p.state.holds.size(), 1U);
  auto const& hold = p.state.holds.begin()->second;
  EXPECT_EQ(hold.kind, HoldKind::cordon);
  EXPECT_EQ(hold.on, HeldNoun{cordoned});
  // Again: the same hold stays in force.
  ASSERT_TRUE(p.operate(Cordon{"host-2"}));
  EXPECT_EQ(p.state.holds.size(), 1U);
  ASSERT_TRUE(p.operate(Uncordon{"host-2"}));
  EXPECT_TRUE(p.state.holds.empty());
  EXPECT_EQ(free_slots(p.state), slots);
}

TEST(Cordon, OfThisRunIsLiftedWithoutAPostcheckUntilAnAllocationHasLeft) {
  WakePlatform p;
  ASSERT_TRUE(p.operate(Cordon{"host-1"}));
  auto const lifted = p.operate(Uncordon{"host-1"});
  ASSERT_TRUE(lifted);
  auto const* fact = fact_if<HostUncordoned>(lifted->front());
  ASSERT_NE(fact, nullptr);
  EXPECT_EQ(fact->act.kind, CommandKind::hold);
  EXPECT_FALSE(fact->postcheck);
  ASSERT_TRUE(p.operate(Cordon{"host-1"}));
  AllocationFailed failed{AllocationId{1}, AllocationStage::ready, "it exited",
                          p.origin("runner-host-1")};
  p.give(Report{make_fact(std::move(failed))});
  EXPECT_EQ(refusal_code(p.operate(Uncordon{"host-1"})), RefusalCode::postchecks_missing);
}

// A cordon from before the run is not this run's to lift without a postcheck.
TEST(Cordon, OfAHostThatWasCordonedBeforePlacesNoHold) {
  CordonedPlatform p;
  ASSERT_TRUE(p.operate(Cordon{"host-2"}));
  EXPECT_TRUE(p.state.holds.empty());
  EXPECT_EQ(p.state.hosts.at(cordoned).cordon->why, "patching");
  EXPECT_EQ(refusal_code(p.operate(Uncordon{"host-2"})), RefusalCode::postchecks_missing);
}

TEST(Cordon, PlansSayWhatWouldChange) {
  WakePlatform p;
  auto const line = [&](auto verb, std::string_view what) {
    for (auto const& one : plan(p.state, WakePlatform::command_of(std::move(verb))).lines) {
      if (one.what == what) return one.value;
    }
    return std::string{};
  };
  EXPECT_EQ(line(Cordon{"host-2"}, "elsewhere"),
            std::to_string(free_slots(p.state, HostId{1})) + " slots stay free");
  EXPECT_EQ(line(Uncordon{"host-2"}, "postcheck"), "");
  ASSERT_TRUE(p.operate(Cordon{"host-2"}));
  EXPECT_TRUE(line(Uncordon{"host-2"}, "postcheck").starts_with("not needed"));
}

TEST(Host, VerbsRefuseUnknownNames) {
  WakePlatform p;
  EXPECT_EQ(refusal_code(p.operate(Postcheck{"host-9"})), RefusalCode::no_such_thing);
  EXPECT_EQ(refusal_code(p.operate(Uncordon{"shelf"})), RefusalCode::no_such_thing);
  EXPECT_EQ(refusal_code(p.operate(Cordon{"host-9"})), RefusalCode::no_such_thing);
  EXPECT_EQ(refusal_code(p.operate(Headroom{"host-9"})), RefusalCode::no_such_thing);
}

TEST(Host, ThatTheCapacityTeamBringsIsPlacedOnAndCountedOnce) {
  WakePlatform p;
  p.cordon_all();
  auto const bring = [&] {
    HostBrought brought{HostId{3}, p.state.hosts.at(HostId{1}).image, 4, NoticeId{1},
                        p.origin("people")};
    return p.give(Report{make_fact(std::move(brought))});
  };
  EXPECT_EQ(bring()->size(), 1U);
  EXPECT_TRUE(bring()->empty());
  EXPECT_EQ(next_host(p.state), HostId{3});
  EXPECT_EQ(free_slots(p.state), 4U);
}

TEST(Headroom, CountsTheFreeSlotsOfOtherHostsThatMayBePlacedOn) {
  WakePlatform p;
  auto const finding = [&] {
    return plan(p.state, WakePlatform::command_of(Headroom{"host-1"})).finding;
  };
  EXPECT_EQ(finding(), "enough");
  p.cordon(2);
  EXPECT_EQ(finding(), "short");
}

// A check of hours ago that is reported late is as old as it is.
TEST(Uncordon, APostcheckFromBeforeTheRunIsTooOld) {
  CordonedPlatform p;
  auto late = p.origin("runner-host-2");
  late.at = p.now - std::chrono::hours{4};
  HostPostchecked checked{cordoned, EntryId{}, PostcheckResult::passed, Digest{}, "", late};
  ASSERT_TRUE(p.give(Report{make_fact(std::move(checked))}));
  EXPECT_EQ(p.state.hosts.at(cordoned).postchecked_at.at, late.at);
  EXPECT_EQ(refusal_code(p.operate(Uncordon{"host-2"})), RefusalCode::postchecks_missing);
}

// Reports about hosts that do not exist change nothing.
TEST(Host, AReportAboutAnUnknownOneIsIgnored) {
  WakePlatform p;
  HostPostchecked checked{HostId{9}, EntryId{1}, PostcheckResult::passed,
                          Digest{},  "",         p.origin("runner-host-9")};
  auto const decision = p.give(Report{make_fact(std::move(checked))});
  ASSERT_TRUE(decision);
  EXPECT_TRUE(decision->empty());
}

}  // namespace
}  // namespace studylab::control
