#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

using enum Phase;

TEST(EvidenceMarks, WithoutCloseThereAreNone) {
  Story story{{"close"}};
  story.app_only();
  expect_losses(story, {{20, "OP4", evidence}});
  EXPECT_EQ(story.marks().outcome, Outcome::failed);
}

// 15 users at each edge were hit, in one minute.
TEST(EvidenceMarks, ImpactIsBoundByWhatWasShown) {
  struct Row {
    std::uint32_t users, minutes, points;
  };
  for (auto const& row :
       {Row{30, 1, 0}, Row{45, 1, 0}, Row{46, 1, 6}, Row{20, 3, 0}, Row{19, 1, 6}, Row{30, 4, 6}}) {
    Story story;
    story.users_stated = row.users;
    story.minutes_stated = row.minutes;
    story.app_only();
    EXPECT_EQ(phase(story.marks(), evidence).score, 20 - row.points)
        << row.users << " users, " << row.minutes << " minutes";
  }
}

TEST(EvidenceMarks, CloseRefersToATellingFact) {
  Story story;
  story.close_refs_telling = false;
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidenceMarks, CloseRefersToWhatMendedIt) {
  Story story;
  story.close_refs_mended = false;
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidenceMarks, CloseRefersToALookAfterIt) {
  Story story;
  story.close_refs_look = false;
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidenceMarks, TheMendedThingIsLookedAtAfterTheLastRepair) {
  Story story{{"look-after"}};
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}});
}

TEST(EvidenceMarks, TheSymptomIsLookedAtAfterTheLastRepair) {
  Story story{{"symptom-after"}};
  story.close_refs_look = false;
  story.after("look-after", [](Story& s) { s.close_refs_look = false; });
  story.app_only();
  expect_losses(story, {{2, "OP4", evidence}, {2, "OP4", evidence}});
}

TEST(EvidenceMarks, ReasonsAreWorthOneEachUpToFour) {
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
  EXPECT_EQ(phase(many.marks(), evidence).score, 16);
}

TEST(EvidenceMarks, WithoutARepairTheLookAfterTheClassStandsForTheOthers) {
  Story story{{"symptom-after"}};
  story.no_fault();
  expect_losses(story, {{4, "OP4", evidence}, {4, "OP4", evidence}});
}

// A needless repair is marked as one; that nothing was mended is no second loss.
TEST(EvidenceMarks, WhereNothingIsAtFaultNothingThatMendedItIsMissed) {
  Story story;
  story.after("class", [](Story& s) {
    s.notify("shop/production", RepairKind::secret, "shop-mail", NoticeId{4});
    s.found_nothing(NoticeId{4});
  });
  story.no_fault();
  expect_losses(story, {{5, "OP3", action}});
}

TEST(EvidenceMarks, WithoutARepairCloseRefersToATellingFactToo) {
  Story story;
  story.close_refs_telling = false;
  story.no_fault();
  expect_losses(story, {{2, "OP4", evidence}});
}

}  // namespace
}  // namespace studylab::grade
