// Without one of the control plane's guards, the invariant with the guard's id fails.
#include <gtest/gtest.h>

#include "base/planted.h"
#include "control/platform_testing.h"
#include "evidence/invariants.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;

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

}  // namespace
}  // namespace studylab::control
