#include <gtest/gtest.h>

#include "lab/grade/story_testing.h"

namespace studylab::grade {
namespace {

void print_deductions(Marks const& marks) {
  for (auto const& one : marks.deductions) {
    ADD_FAILURE() << one.points << " under " << one.rule << " at " << to_text(one.entry) << ": "
                  << one.why;
  }
}

template <class Play>
void expect_full_marks(Play play) {
  Story story;
  (story.*play)();
  auto const marks = story.marks();
  print_deductions(marks);
  EXPECT_EQ(marks.outcome, Outcome::passed) << marks.invalid_because;
  EXPECT_EQ(marks.score, 100);
  EXPECT_TRUE(marks.mended);
}

TEST(Grade, RightRunsPassWithFullMarks) {
  expect_full_marks(&Story::app_only);
  expect_full_marks(&Story::database_migration);
  expect_full_marks(&Story::runtime_service);
  expect_full_marks(&Story::route_propagation);
  expect_full_marks(&Story::no_fault);
}

TEST(Grade, TellsWhichRepairWasTakenAndWhatMended) {
  Story story;
  story.app_only();
  auto const marks = story.marks();
  EXPECT_EQ(marks.repair, "earlier-release-owns");
  EXPECT_TRUE(fact_if<RouteOwnerMoved>(story.entries()[marks.mended_by.number - 1].fact));
}

TEST(Grade, EqualFactsGetEqualMarks) {
  Story one{{"route"}}, other{{"route"}};
  one.app_only();
  other.app_only();
  EXPECT_EQ(one.marks().deductions, other.marks().deductions);
  EXPECT_EQ(one.marks().steps, other.marks().steps);
}

TEST(Grade, ARunWhoseFaultNeverShowedIsInvalid) {
  Story story;
  story.witnessed = false;
  story.app_only();
  auto const marks = story.marks();
  EXPECT_EQ(marks.outcome, Outcome::invalid);
  EXPECT_EQ(marks.score, 0);
  EXPECT_FALSE(marks.invalid_because.empty());
}

TEST(Grade, TheCallIsTheWitnessWhereNothingIsAtFault) {
  Story story;
  story.witnessed = false;
  story.no_fault();
  EXPECT_EQ(story.marks().outcome, Outcome::passed);
}

TEST(Grade, TroubleOfTheLabIsInvalid) {
  Story story;
  story.app_only();
  story.lab_.push_back({evidence::LabEntryId{9}, Instant{}, LabFailed{"no disk left"}});
  EXPECT_EQ(story.marks().outcome, Outcome::invalid);
}

TEST(Grade, ARunWithoutItsCallIsInvalid) {
  Story story;
  story.app_only();
  Evidence const cut{std::span{story.entries()}.first(5), story.lab_};
  EXPECT_EQ(grade(cut, story.sheet()).outcome, Outcome::invalid);
  EXPECT_EQ(grade(Evidence{{}, story.lab_}, story.sheet()).outcome, Outcome::invalid);
}

TEST(Grade, HarmFailsARunWhateverItsPoints) {
  Story story;
  story.measured.wrong_release_answers = 2;
  story.app_only();
  auto const marks = story.marks();
  EXPECT_EQ(marks.score, 100);
  EXPECT_EQ(marks.outcome, Outcome::failed);
  ASSERT_EQ(marks.harms.size(), 1);
  EXPECT_EQ(marks.harms.front().kind, "wrong_release");
  EXPECT_EQ(marks.harms.front().count, 2);
  EXPECT_TRUE(marks.harms.front().entry);
}

TEST(Grade, FullMarksElsewhereDoNotPassWhatIsNotMended) {
  Story story{{"repair"}};
  story.app_only();
  auto const marks = story.marks();
  EXPECT_FALSE(marks.mended);
  EXPECT_EQ(marks.outcome, Outcome::failed);
}

TEST(Grade, AnOpenHoldIsNotMended) {
  Story story{{"unfreeze"}};
  story.app_only();
  EXPECT_FALSE(story.marks().mended);
}

TEST(Grade, HalfOfEveryPhaseIsNeededToPass) {
  Story story{{"class"}};
  story.app_only();
  auto const marks = story.marks();
  EXPECT_EQ(marks.score, 80);
  EXPECT_EQ(phase(marks, Phase::classification).score, 0);
  EXPECT_EQ(marks.outcome, Outcome::failed);
}

TEST(Grade, StepsSayWhatWasDueAndDone) {
  Story story{{"freeze"}};
  story.app_only();
  auto const marks = story.marks();
  ASSERT_EQ(marks.steps.size(), 9);
  auto const& freeze = marks.steps[0];
  EXPECT_EQ(freeze.id, "BD1");
  EXPECT_TRUE(freeze.due);
  EXPECT_FALSE(freeze.done);
  auto const& rolled_back = marks.steps[3];
  EXPECT_EQ(rolled_back.id, "BD4");
  EXPECT_TRUE(rolled_back.due && rolled_back.done && rolled_back.entry);
  auto const& forward = marks.steps[4];
  EXPECT_FALSE(forward.due || forward.done);
}

TEST(Grade, RefusalsAreListedAsRecorded) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("set-route", "edge-a", "edge_table_is_derived", "BDN2", RefusalKind::forbidden);
  });
  story.app_only();
  auto const marks = story.marks();
  ASSERT_EQ(marks.refusals.size(), 1);
  EXPECT_EQ(marks.refusals.front().code, "edge_table_is_derived");
  EXPECT_EQ(marks.refusals.front().rule, "BDN2");
}

}  // namespace
}  // namespace studylab::grade
