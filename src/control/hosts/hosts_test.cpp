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

TEST(Host, VerbsRefuseUnknownNames) {
  WakePlatform p;
  EXPECT_EQ(refusal_code(p.operate(Postcheck{"host-9"})), RefusalCode::no_such_thing);
  EXPECT_EQ(refusal_code(p.operate(Uncordon{"shelf"})), RefusalCode::no_such_thing);
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
