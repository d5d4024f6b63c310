#include "lab/grade/expecting_testing.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

using enum Phase;

TEST(EvidencePhase, WithoutCloseAllPointsAreLost) {
  Story story{{"close"}};
  story.app_only();
  expect_losses(story, {{20, "OP4", evidence}});
  EXPECT_EQ(story.score().outcome, Outcome::failed);
}

// 15 users at each edge were hit, in one minute.
TEST(EvidencePhase, ImpactIsBoundByWhatWasShown) {
  struct Row {
    std::uint32_t users, minutes, points;
  };
  for (auto const& row :
       {Row{30, 1, 0}, Row{45, 1, 0}, Row{46, 1, 6}, Row{20, 3, 0}, Row{19, 1, 6}, Row{30, 4, 6}}) {
    Story story;
    story.users_stated = row.users;
    story.minutes_stated = row.minutes;
    story.app_only();
    EXPECT_EQ(phase(story.score(), evidence).score, 20 - row.points)
        << row.users << " users, " << row.minutes << " minutes";
  }
}

TEST(EvidencePhase, CloseRefersToAClue) {
  Story story;
  story.close_refs_clue = false;
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidencePhase, CloseRefersToWhatResolvedIt) {
  Story story;
  story.close_refs_resolved = false;
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidencePhase, CloseRefersToAQueryAfterIt) {
  Story story;
  story.close_refs_query = false;
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

// `close --plan` shows what close lacks, and nothing of what the repair did.
TEST(EvidencePhase, ACheckIsNotAQueryAfterTheRepair) {
  Story close_to_check;
  close_to_check.close_refs_query = false;
  close_to_check.after("query-after", [](Story& s) {
    s.close_refs_added = {s.check("close", "", "fits", {s.at("repair")})};
  });
  close_to_check.app_only();
  expect_losses(close_to_check, {{2, "OP4", evidence}});

  Story checked_after{{"query-after"}};
  checked_after.after("query-after",
                      [](Story& s) { s.check("close", "", "fits", {s.at("repair")}); });
  checked_after.app_only();
  expect_losses(checked_after, {{2, "OP4", evidence}});
}

TEST(EvidencePhase, TheImpactIsGradedUnderTheRunbooksRule) {
  Story story{{"impact"}};
  story.app_only();
  auto const key = story.key();
  auto const run = read_run(story.entries(), key);
  auto const outcomes = evaluate(run, key);
  for (std::string_view const rule : {"OP4", "DR5"}) {
    RunbookGrading runbook;
    runbook.impact_rule = rule;
    Deductions deductions;
    grade_evidence({run, key, runbook, outcomes}, deductions);
    auto const list = std::move(deductions).list();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.front().rule, rule);
  }
}

TEST(EvidencePhase, TheRepairedObjectIsQueriedAfterTheLastRepair) {
  Story story{{"query-after"}};
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidencePhase, TheSymptomIsQueriedAfterTheLastRepair) {
  Story story{{"symptom-after"}};
  story.close_refs_query = false;
  story.after("query-after", [](Story& s) { s.close_refs_query = false; });
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}, {2, "OP4", evidence}});
}

TEST(EvidencePhase, ReasonsAreWorthOneEachUpToFour) {
  Story story;
  story.give_reasons = false;
  story.app_only();  // freeze, rollback, unfreeze
  expect_losses(story, {{1, "OP4", evidence}, {1, "OP4", evidence}, {1, "OP4", evidence}});
  Story many;
  many.give_reasons = false;
  many.after("freeze", [](Story& s) {
    s.unfreeze("shop/production", 1);
    s.freeze("shop/production", 1);
  });
  many.app_only();
  EXPECT_EQ(phase(many.score(), evidence).score, 16);
}

TEST(EvidencePhase, WithoutARepairTheQueryAfterTheClassCountsForTheOthers) {
  Story story{{"symptom-after"}};
  story.no_fault();
  expect_losses(story, {{4, "OP4", evidence}, {4, "OP4", evidence}});
}

// A needless repair is charged once; that it resolved nothing costs nothing more.
TEST(EvidencePhase, WithoutAFaultCloseNeedNotReferToARepair) {
  Story story;
  story.after("class", [](Story& s) {
    s.notify("shop/production", RepairKind::secret, "shop-mail", NoticeId{4});
    s.found_nothing(NoticeId{4});
  });
  story.no_fault();
  expect_losses(story, {{5, "OP3", action}});
}

TEST(EvidencePhase, WithoutARepairCloseRefersToAClueToo) {
  Story story;
  story.close_refs_clue = story.close_refs_query = false;
  story.close_refs_added = {EntryId{1}};
  story.no_fault();
  expect_losses(story, {{2, "OP4", evidence}, {4, "OP4", evidence}});
}

}  // namespace
}  // namespace studylab::grade
