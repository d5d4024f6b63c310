// The drill's answer keys, applied to chains written by hand: what each variant's perfect run gets,
// and what every part that is left out or done wrong costs.
#include <functional>
#include <set>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lab/drill/stuck_wake/wake_story_testing.h"

namespace studylab::drill::stuck_wake {
namespace {

std::string lost(grade::Score const& score) {
  std::string text = score.invalid_because;
  for (auto const& one : score.deductions) {
    text += fmt::format("-{} {}: {}\n", one.points, one.rule, grade::to_text(one.reason));
  }
  return text;
}

std::uint32_t points(grade::Score const& score, std::string_view rule) {
  std::uint32_t sum = 0;
  for (auto const& one : score.deductions) sum += one.rule == rule ? one.points : 0;
  return sum;
}

grade::Score played(std::string_view variant, std::string repair,
                    std::set<std::string> without = {},
                    std::function<void(WakeStory&)> before = {}) {
  WakeStory story{variant, std::move(without)};
  story.repair = std::move(repair);
  if (before) story.before_repair = std::move(before);
  story.run();
  return story.score();
}

struct RepairRow {
  std::string_view variant, repair, outcome;
};
constexpr RepairRow rows[] = {
    {"artifact-pull", "owner", "artifact-restored"},
    {"artifact-pull", "rollback", "earlier-release-owns"},
    {"secrets", "owner", "secret-restored"},
    {"secrets", "rollback", "earlier-release-owns"},
    {"bindings", "owner", "binding-restored"},
    {"readiness", "owner", "readiness-restored"},
    {"readiness", "rollback", "earlier-release-owns"},
    {"capacity", "uncordon", "host-returned"},
    {"capacity", "escalate", "host-brought"},
    {"stampede", "", ""},
    {"no-fault", "", ""},
};
constexpr RepairRow faulty[] = {rows[0], rows[2], rows[4], rows[5], rows[7]};

TEST(WakeGrading, EveryAcceptedRepairGetsAllPoints) {
  for (auto const& row : rows) {
    auto const score = played(row.variant, std::string{row.repair});
    EXPECT_EQ(score.score, 100U) << row.variant << " " << row.repair << "\n" << lost(score);
    EXPECT_EQ(score.outcome, grade::Outcome::passed) << row.variant;
    EXPECT_EQ(score.repair, row.outcome) << row.variant;
  }
}

TEST(WakeGrading, ARollbackDoesNotRepairAGoneBinding) {
  auto const score = played("bindings", "rollback");
  EXPECT_EQ(score.outcome, grade::Outcome::failed);
  EXPECT_GE(points(score, "OP3"), 30U) << lost(score);
}

TEST(WakeGrading, TheOperationComesBeforeLogsAndBeforeTheRepair) {
  for (auto const& row : rows) {
    auto const repair = std::string{row.repair};
    EXPECT_EQ(points(played(row.variant, repair, {"operation"}), "SW1"), 10U) << row.variant;
    EXPECT_EQ(points(played(row.variant, repair, {"logs-later"}), "SW1"), 10U) << row.variant;
  }
}

TEST(WakeGrading, TheNoticeMustNameTheCause) {
  for (auto const& row : rows) {
    if (row.repair.empty()) continue;
    auto const score = played(row.variant, std::string{row.repair}, {"notice"});
    EXPECT_EQ(points(score, "SW5"), 5U) << row.variant << "\n" << lost(score);
  }
  auto const bare = played("secrets", "rollback", {"notice"},
                           [](WakeStory& story) { story.notify(std::nullopt, ""); });
  EXPECT_EQ(points(bare, "SW5"), 5U) << lost(bare);
}

TEST(WakeGrading, ARepairWithoutAnotherAttemptIsNotReached) {
  for (auto const& row : faulty) {
    auto const score = played(row.variant, std::string{row.repair}, {"retry"});
    EXPECT_EQ(score.outcome, grade::Outcome::failed) << row.variant;
    EXPECT_EQ(score.repair, "") << row.variant;
    EXPECT_EQ(points(score, "OP3"), 30U) << row.variant << "\n" << lost(score);
  }
}

TEST(WakeGrading, AnotherAttemptBeforeTheCauseIsGoneCosts) {
  for (auto const& row : faulty) {
    auto const score = played(row.variant, std::string{row.repair}, {}, [](WakeStory& story) {
      story.retry();
      story.fail_again();
    });
    EXPECT_EQ(points(score, "OP3"), 10U) << row.variant << "\n" << lost(score);
  }
}

TEST(WakeGrading, JoiningTheOpenWakeCostsNothing) {
  auto const score = played("secrets", "owner", {}, [](WakeStory& story) {
    story.add(make_fact(WakeJoined{wake_op, environment, {}, acted("wake shop/production")}));
  });
  EXPECT_EQ(score.score, 100U) << lost(score);
}

TEST(WakeGrading, WhatIsNotBrokenNeedsNoRepair) {
  auto const cordon = played("secrets", "owner", {}, [](WakeStory& story) { story.uncordon(); });
  EXPECT_EQ(points(cordon, "OP3"), 10U) << lost(cordon);
  auto const notice = played("secrets", "owner", {}, [](WakeStory& story) {
    story.notify(RepairKind::readiness, "", false);
  });
  EXPECT_EQ(points(notice, "OP3"), 5U) << lost(notice);
  auto const quiet = played("no-fault", "", {}, [](WakeStory& story) { story.uncordon(); });
  EXPECT_EQ(points(quiet, "OP3"), 25U) << lost(quiet);
}

TEST(WakeGrading, ACordonIsAHoldOutsideTheIncidentAndMustBeLifted) {
  auto const lifted = played("secrets", "owner", {}, [](WakeStory& story) {
    story.cordon();
    story.lift_cordon();
  });
  EXPECT_EQ(points(lifted, "OP3"), 10U) << lost(lifted);
  EXPECT_EQ(lifted.outcome, grade::Outcome::passed) << lost(lifted);
  auto const left = played("secrets", "owner", {}, [](WakeStory& story) { story.cordon(); });
  EXPECT_EQ(points(left, "OP3"), 10U) << lost(left);
  EXPECT_EQ(left.outcome, grade::Outcome::failed) << lost(left);
}

TEST(WakeGrading, EachClueMustBeShown) {
  struct Part {
    std::string_view variant, repair, part;
  };
  constexpr Part parts[] = {{"artifact-pull", "owner", "artifact"},
                            {"secrets", "owner", "bindings"},
                            {"bindings", "owner", "bindings"},
                            {"readiness", "owner", "bindings"},
                            {"readiness", "owner", "artifact"},
                            {"capacity", "uncordon", "hosts"},
                            {"stampede", "", "gate"}};
  for (auto const& one : parts) {
    auto const score = played(one.variant, std::string{one.repair}, {std::string{one.part}});
    // The stage that failed shows these as well.
    bool const at_stage =
        one.variant == "artifact-pull" || one.variant == "secrets" || one.variant == "bindings";
    EXPECT_EQ(points(score, "OP1"), at_stage ? 0U : 10U) << one.variant << " " << one.part << "\n"
                                                         << lost(score);
  }
}

// Every row of `show operation` that states the cause is a reference to it.
TEST(WakeGrading, AnyEntryThatStatesTheCauseIsAClue) {
  constexpr RepairRow stated[] = {rows[0], rows[2], rows[4], rows[5]};
  for (auto const& row : stated) {
    for (std::string const cited : {"stages", "placing", "notice"}) {
      WakeStory story{row.variant};
      story.repair = row.repair;
      story.cited = cited;
      story.run();
      EXPECT_EQ(points(story.score(), "OP2"), 0U) << row.variant << " " << cited << "\n"
                                                  << lost(story.score());
    }
  }
  WakeStory unplaced{"capacity"};
  unplaced.repair = "uncordon";
  unplaced.cited = "notice";
  unplaced.run();
  EXPECT_EQ(points(unplaced.score(), "OP2"), 0U) << lost(unplaced.score());
}

// The right class by luck is not an analysis.
TEST(WakeGrading, AGuessFails) {
  for (auto const& row : faulty) {
    WakeStory story{row.variant, {"operation", "bindings", "artifact", "hosts", "logs"}};
    story.repair = row.repair;
    story.cited = "none";
    story.run();
    EXPECT_EQ(story.score().outcome, grade::Outcome::failed) << lost(story.score());
    EXPECT_EQ(points(story.score(), "OP2"), 12U) << lost(story.score());
  }
}

TEST(WakeGrading, EachQuestionInVainCostsFive) {
  auto const ask = [](std::size_t count) {
    return [count](WakeStory& story) {
      constexpr RepairKind kinds[] = {RepairKind::readiness, RepairKind::artifact,
                                      RepairKind::binding, RepairKind::migration};
      for (std::size_t n = 0; n < count; ++n) story.notify(kinds[n], "", false);
    };
  };
  EXPECT_EQ(points(played("secrets", "owner", {}, ask(1)), "OP3"), 5U);
  EXPECT_EQ(points(played("secrets", "owner", {}, ask(3)), "OP3"), 15U);
}

TEST(WakeGrading, AnAttemptBeforeTheOwnerAnsweredCosts) {
  auto const score = played("secrets", "owner", {"notice"}, [](WakeStory& story) {
    story.ask_without_answer(RepairKind::secret, "shop-db");
    story.retry();
    story.fail_again();
    story.answer_last();
  });
  EXPECT_EQ(points(score, "OP3"), 10U) << lost(score);
  EXPECT_EQ(score.repair, "secret-restored");
}

TEST(WakeGrading, CapacityIsNotAskedForAHostWhenASlotIsFree) {
  auto const score = played("capacity", "uncordon", {}, [](WakeStory& story) {
    story.uncordon();
    story.bring_host();
  });
  EXPECT_GE(points(score, "OP3"), 15U) << lost(score);
}

TEST(WakeGrading, TheClassIsChargedUnderThePath) {
  for (auto const& row : rows) {
    auto const repair = std::string{row.repair};
    EXPECT_EQ(points(played(row.variant, repair, {"class"}), "OP2"), 20U) << row.variant;
    EXPECT_EQ(points(played(row.variant, repair, {"right-class"}), "OP2"), 20U) << row.variant;
  }
}

TEST(WakeGrading, WaitingRepairsOnlyWhatIsNotBroken) {
  for (auto const& row : rows) {
    auto const score = played(row.variant, std::string{row.repair}, {"repair"});
    EXPECT_EQ(score.outcome == grade::Outcome::passed, row.repair.empty()) << lost(score);
  }
}

}  // namespace
}  // namespace studylab::drill::stuck_wake
