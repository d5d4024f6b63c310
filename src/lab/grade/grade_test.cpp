#include <gtest/gtest.h>

#include "lab/grade/story_testing.h"

namespace studylab::grade {
namespace {

void print_deductions(Score const& score) {
  for (auto const& one : score.deductions) {
    ADD_FAILURE() << one.points << " under " << one.rule << " at " << to_text(one.entry) << ": "
                  << to_text(one.reason);
  }
}

template <class Play>
void expect_full_score(Play play) {
  Story story;
  (story.*play)();
  auto const score = story.score();
  print_deductions(score);
  EXPECT_EQ(score.outcome, Outcome::passed) << score.invalid_because;
  EXPECT_EQ(score.score, 100);
  EXPECT_TRUE(score.resolved);
}

TEST(Grade, CorrectRunsPassWithTheFullScore) {
  expect_full_score(&Story::app_only);
  expect_full_score(&Story::database_migration);
  expect_full_score(&Story::runtime_service);
  expect_full_score(&Story::route_propagation);
  expect_full_score(&Story::no_fault);
}

TEST(Grade, NamesTheRepairThatWasTakenAndWhatResolvedTheIncident) {
  Story story;
  story.app_only();
  auto const score = story.score();
  EXPECT_EQ(score.repair, "earlier-release-owns");
  EXPECT_TRUE(fact_if<RouteOwnerMoved>(story.entries()[score.resolved_by.number - 1].fact));
}

TEST(Grade, EqualFactsGetEqualScores) {
  Story one{{"route"}}, other{{"route"}};
  one.app_only();
  other.app_only();
  EXPECT_EQ(one.score().deductions, other.score().deductions);
  EXPECT_EQ(one.score().steps, other.score().steps);
}

TEST(Grade, ARunWhoseFaultNeverShowedIsInvalid) {
  Story story;
  story.witnessed = false;
  story.app_only();
  auto const score = story.score();
  EXPECT_EQ(score.outcome, Outcome::invalid);
  EXPECT_EQ(score.score, 0);
  EXPECT_FALSE(score.invalid_because.empty());
}

TEST(Grade, TheAlertIsTheWitnessWithoutAFault) {
  Story story;
  story.witnessed = false;
  story.no_fault();
  EXPECT_EQ(story.score().outcome, Outcome::passed);
}

TEST(Grade, AFailureOfTheLabMakesTheRunInvalid) {
  Story story;
  story.app_only();
  story.lab_.push_back({evidence::LabEntryId{9}, Instant{}, LabFailed{"no disk left"}});
  EXPECT_EQ(story.score().outcome, Outcome::invalid);
}

TEST(Grade, ARunWithoutItsAlertIsInvalid) {
  Story story;
  story.app_only();
  Evidence const cut{std::span{story.entries()}.first(5), story.lab_};
  EXPECT_EQ(grade(cut, story.key()).outcome, Outcome::invalid);
  EXPECT_EQ(grade(Evidence{{}, story.lab_}, story.key()).outcome, Outcome::invalid);
}

TEST(Grade, HarmFailsARunWhateverItsPoints) {
  Story story;
  story.measured.wrong_release_answers = 2;
  story.app_only();
  auto const score = story.score();
  EXPECT_EQ(score.score, 100);
  EXPECT_EQ(score.outcome, Outcome::failed);
  ASSERT_EQ(score.harms.size(), 1);
  EXPECT_EQ(score.harms.front().kind, "wrong_release");
  EXPECT_EQ(score.harms.front().count, 2);
  EXPECT_TRUE(score.harms.front().entry);
}

TEST(Grade, WithoutACommandThatActedThereIsNoHarm) {
  Story story;
  story.measured.wrong_release_answers = 2;
  story.no_fault();
  auto const score = story.score();
  EXPECT_TRUE(score.harms.empty());
  EXPECT_EQ(score.outcome, Outcome::passed);
  EXPECT_EQ(score.impact.wrong_release_answers, 2);
}

TEST(Grade, AnUnresolvedRunDoesNotPass) {
  Story story{{"repair"}};
  story.app_only();
  auto const score = story.score();
  EXPECT_FALSE(score.resolved);
  EXPECT_EQ(score.outcome, Outcome::failed);
}

TEST(Grade, AnOpenHoldIsNotResolved) {
  Story story{{"unfreeze"}};
  story.app_only();
  EXPECT_FALSE(story.score().resolved);
  ASSERT_EQ(story.score().unmet.size(), 1);
  EXPECT_EQ(story.score().unmet.front().what, Unmet::holds_lifted);
}

// All hints of every phase together leave a run that does the rest right with enough to pass.
TEST(Grade, HintsAloneNeverFailARun) {
  for (auto const taken : {Phase::truth, Phase::classification, Phase::action, Phase::evidence}) {
    Story story;
    story.after("alert", [taken](Story& s) {
      for (int n = 0; n < 5; ++n) s.hint(taken);
    });
    story.app_only();
    auto const score = story.score();
    EXPECT_EQ(phase(score, taken).score, phase(score, taken).of / 2) << to_text(taken);
    EXPECT_EQ(score.outcome, Outcome::passed);
  }
}

TEST(Grade, HalfOfEveryPhaseIsNeededToPass) {
  Story story{{"class"}};
  story.app_only();
  auto const score = story.score();
  EXPECT_EQ(score.score, 80);
  EXPECT_EQ(phase(score, Phase::classification).score, 0);
  EXPECT_EQ(score.outcome, Outcome::failed);
  ASSERT_EQ(score.unmet.size(), 1);
  EXPECT_EQ(score.unmet.front(), (UnmetCondition{Unmet::half_of_phase, Phase::classification}));
  EXPECT_EQ(to_text(score.unmet.front()), "less than half of the points for classification");
}

TEST(Grade, StepsStateWhatWasRequiredAndDone) {
  Story story{{"freeze"}};
  story.app_only();
  auto const score = story.score();
  ASSERT_EQ(score.steps.size(), 9);
  auto const& freeze = score.steps[0];
  EXPECT_EQ(freeze.id, "BD1");
  EXPECT_TRUE(freeze.due);
  EXPECT_FALSE(freeze.done);
  auto const& rolled_back = score.steps[3];
  EXPECT_EQ(rolled_back.id, "BD4");
  EXPECT_TRUE(rolled_back.due && rolled_back.done && rolled_back.entry);
  auto const& forward = score.steps[4];
  EXPECT_FALSE(forward.due || forward.done);
}

TEST(Grade, RefusalsAreListedAsRecorded) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("set-route", "edge-a", "edge_table_is_derived", "BDN2", RefusalKind::forbidden);
  });
  story.app_only();
  auto const score = story.score();
  ASSERT_EQ(score.refusals.size(), 1);
  EXPECT_EQ(score.refusals.front().code, "edge_table_is_derived");
  EXPECT_EQ(score.refusals.front().rule, "BDN2");
}

}  // namespace
}  // namespace studylab::grade
