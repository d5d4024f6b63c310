// Without one of the control plane's guards, the invariant with the guard's id fails.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/planted.h"
#include "control/provider_platform_testing.h"
#include "control/upgrade_platform_testing.h"
#include "control/wake_platform_testing.h"
#include "evidence/invariants/invariants.h"

namespace studylab::control {
namespace {

using testing::ProviderPlatform;
using testing::TestPlatform;
using testing::UpgradePlatform;
using testing::WakePlatform;

class ControlPlanted : public ::testing::Test {
 protected:
  void TearDown() override { unplant_all(); }

  static std::set<std::string_view> broken(TestPlatform const& p) {
    std::set<std::string_view> rules;
    for (auto const& violation : evidence::violations(p.entries)) rules.insert(violation.rule);
    return rules;
  }
  using Rules = std::set<std::string_view>;
};

void freeze_and_wait(TestPlatform& p) {
  p.break_it();
  p.operate(Freeze{p.env});
  p.pass(std::chrono::minutes{15});
}

TEST_F(ControlPlanted, BD1) {
  TestPlatform with;
  freeze_and_wait(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::bd1);
  TestPlatform without;
  freeze_and_wait(without);
  EXPECT_EQ(broken(without), Rules{"BD1"});
}

void lose_the_swap(TestPlatform& p) {
  p.break_it();
  p.ready_probes = false;
  p.operate(p.rollback_to(p.older));
  p.move_owner_meanwhile(p.good);
  p.ready_probes = true;
  p.started.clear();
  p.settle();
}

TEST_F(ControlPlanted, BD4) {
  TestPlatform with;
  lose_the_swap(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::bd4);
  TestPlatform without;
  lose_the_swap(without);
  EXPECT_EQ(broken(without), Rules{"BD4"});
}

TEST_F(ControlPlanted, BDN1) {
  auto const never_ran = [](TestPlatform& p) {
    p.break_it();
    p.operate(p.rollback_to(p.fix));
  };
  TestPlatform with;
  never_ran(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::bdn1);
  TestPlatform without;
  never_ran(without);
  EXPECT_EQ(broken(without), Rules{"BDN1"});
}

TEST_F(ControlPlanted, BDN3) {
  auto const database_refusal = [](TestPlatform& p) {
    p.break_it();
    p.operate(Rollback{.environment = p.env, .release = "rel-2", .without_database_check = true});
  };
  TestPlatform with{MigrationKind::contracting};
  database_refusal(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::bdn3);
  TestPlatform without{MigrationKind::contracting};
  database_refusal(without);
  EXPECT_EQ(broken(without), Rules{"BDN3"});
}

TEST_F(ControlPlanted, SWN3) {
  auto const unready = [](TestPlatform& p) {
    p.ready_probes = false;
    p.now = p.scheduled_at();
    p.pass(std::chrono::seconds{10});
  };
  TestPlatform with;
  unready(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::swn3);
  TestPlatform without;
  unready(without);
  EXPECT_EQ(broken(without), Rules{"SWN3"});
}

TEST_F(ControlPlanted, SW3) {
  auto const ask_twice = [](WakePlatform& p) {
    p.ask(1);
    p.ask(2);
    p.pass(std::chrono::minutes{2});
  };
  WakePlatform with;
  ask_twice(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::sw3);
  WakePlatform without;
  ask_twice(without);
  EXPECT_EQ(broken(without), Rules{"SW3"});
}

TEST_F(ControlPlanted, SW4) {
  auto const fail_slowly = [](WakePlatform& p) {
    auto policy = WakePlatform::policy_of(p.preview);
    policy.backoff = std::chrono::seconds{30};
    policy.attempts = 10;
    p.add(policy);
    p.fails_at = AllocationStage::readiness;
    p.ask();
    p.pass(std::chrono::minutes{5});
  };
  WakePlatform with;
  fail_slowly(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::sw4);
  WakePlatform without;
  fail_slowly(without);
  EXPECT_EQ(broken(without), Rules{"SW4"});
}

TEST_F(ControlPlanted, SWN2) {
  auto const ask_again = [](WakePlatform& p) {
    p.fails_at = AllocationStage::pulling;
    for (int n = 0; n < 10; ++n) {
      p.ask();
      p.pass(std::chrono::minutes{1});
    }
    return std::ranges::count(p.all<AllocationPlanned>(), p.preview,
                              &AllocationPlanned::environment);
  };
  WakePlatform with;
  EXPECT_EQ(ask_again(with), WakePlatform::attempts);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::swn2);
  WakePlatform without;
  EXPECT_GT(ask_again(without), 10 * WakePlatform::attempts);
  EXPECT_EQ(broken(without), Rules{"SWN2"});
}

TEST_F(ControlPlanted, SWN3OfAWake) {
  auto const unready = [](WakePlatform& p) {
    p.ready_probes = false;
    p.ask();
    p.pass(std::chrono::seconds{10});
    return p.wake().stage;
  };
  WakePlatform with;
  EXPECT_EQ(unready(with), Stage::readiness_wait);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::swn3);
  WakePlatform without;
  EXPECT_EQ(unready(without), Stage::hot);
  EXPECT_EQ(broken(without), Rules{"SWN3"});
}

void drain_too_early(UpgradePlatform& p) { p.drain(); }

TEST_F(ControlPlanted, HUN2) {
  UpgradePlatform with;
  drain_too_early(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::hun2);
  UpgradePlatform without;
  drain_too_early(without);
  EXPECT_EQ(broken(without), Rules{"HUN2"});
}

TEST_F(ControlPlanted, HUN1) {
  auto const kill_one = [](UpgradePlatform& p) {
    p.replace();
    p.sessions_ended = 9;  // of ten
    p.drain();
    return p.latest_stage();
  };
  UpgradePlatform with;
  EXPECT_EQ(kill_one(with), Stage::failed);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::hun1);
  UpgradePlatform without;
  EXPECT_EQ(kill_one(without), Stage::healthy);
  EXPECT_EQ(broken(without), Rules{"HUN1"});
}

TEST_F(ControlPlanted, HUN3) {
  auto const wipe_drift = [](UpgradePlatform& p) {
    p.operate(Postcheck{"host-1"});
    p.find_drift("/etc/limits.conf");
    p.replace();
    p.drain();
    p.rebuild();
  };
  UpgradePlatform with;
  wipe_drift(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::hun3);
  UpgradePlatform without;
  wipe_drift(without);
  EXPECT_EQ(broken(without), Rules{"HUN3"});
}

TEST_F(ControlPlanted, HU4) {
  auto const hurry = [](UpgradePlatform& p) {
    p.replace();
    p.drain(std::chrono::seconds{10});
  };
  UpgradePlatform with;
  hurry(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::hu4);
  UpgradePlatform without;
  hurry(without);
  EXPECT_EQ(broken(without), Rules{"HU4"});
}

TEST_F(ControlPlanted, HU5) {
  auto const rebuild_in_use = [](UpgradePlatform& p) {
    p.operate(Postcheck{"host-1"});
    p.rebuild();
  };
  UpgradePlatform with;
  rebuild_in_use(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::hu5);
  UpgradePlatform without;
  rebuild_in_use(without);
  EXPECT_EQ(broken(without), Rules{"HU5"});
}

TEST_F(ControlPlanted, HU6) {
  auto const return_late = [](UpgradePlatform& p) {
    p.upgrade();
    p.now += std::chrono::minutes{6};
    p.operate(Uncordon{"host-1"});
  };
  UpgradePlatform with;
  return_late(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::hu6);
  UpgradePlatform without;
  return_late(without);
  EXPECT_EQ(broken(without), Rules{"HU6"});
}

TEST_F(ControlPlanted, PO3) {
  auto const start_without_evidence = [](ProviderPlatform& p) {
    p.job_at(std::chrono::seconds{30});
    p.operate(Pause{p.env});
    p.now = p.scheduled_at() - std::chrono::seconds{1};
    p.probe({.states = {{p.pg, ProviderState::down}}});
    p.pass(std::chrono::seconds{5});
  };
  ProviderPlatform with;
  start_without_evidence(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::po3);
  ProviderPlatform without;
  start_without_evidence(without);
  EXPECT_EQ(broken(without), Rules{"PO3"});
}

TEST_F(ControlPlanted, PO4) {
  auto const inform_all = [](ProviderPlatform& p) {
    p.probe({.states = {{p.mq, ProviderState::down}}});
    p.publish(p.preview, "provider:mq");
  };
  ProviderPlatform with;
  inform_all(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::po4);
  ProviderPlatform without;
  inform_all(without);
  EXPECT_EQ(broken(without), Rules{"PO4"});
}

TEST_F(ControlPlanted, PO5AndPON2) {
  auto const fail_over_without = [](ProviderPlatform& p, ProofKind kind) {
    p.prove(kind);
    p.fail_over();
  };
  struct Row {
    Guard guard;
    ProofKind kind;
    std::string_view rule;
  };
  for (auto const& row :
       {Row{Guard::po5, ProofKind::replica, "PO5"}, Row{Guard::pon2, ProofKind::runtime, "PON2"}}) {
    ProviderPlatform with;
    fail_over_without(with, row.kind);
    EXPECT_EQ(broken(with), Rules{});
    plant(row.guard);
    ProviderPlatform without;
    fail_over_without(without, row.kind);
    EXPECT_EQ(broken(without), Rules{row.rule});
    unplant_all();
  }
}

TEST_F(ControlPlanted, PON1) {
  auto const blame_the_app = [](ProviderPlatform& p) {
    p.observe(EdgeId{1}, 300, Crossing::yes);
    p.probe({.failing = {p.db}});
    p.publish(p.env, "app");
  };
  ProviderPlatform with;
  blame_the_app(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::pon1);
  ProviderPlatform without;
  blame_the_app(without);
  EXPECT_EQ(broken(without), Rules{"PON1"});
}

TEST_F(ControlPlanted, PON3) {
  auto const rotate_blindly = [](ProviderPlatform& p) {
    p.probe({.states = {{p.pg, ProviderState::down}}, .rejected = {p.db, p.preview_db}});
    p.rotate(p.db);
  };
  ProviderPlatform with;
  rotate_blindly(with);
  EXPECT_EQ(broken(with), Rules{});
  plant(Guard::pon3);
  ProviderPlatform without;
  rotate_blindly(without);
  EXPECT_EQ(broken(without), Rules{"PON3"});
}

}  // namespace
}  // namespace studylab::control
