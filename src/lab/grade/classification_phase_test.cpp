#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

using enum Phase;

TEST(Classification, NoClassCostsAll) {
  Story story{{"class"}};
  story.app_only();
  expect_losses(story, {{12, "BD3", classification}, {8, "BD3", classification}});
}

TEST(Classification, TheWrongClassCostsAll) {
  Story story;
  story.classify_otherwise = true;
  story.classify_as = FaultClass::runtime_service;
  story.app_only();
  expect_losses(story, {{12, "BD3", classification}, {8, "BD3", classification}});
}

TEST(Classification, AReferenceToAClueIsWorthEight) {
  Story story;
  story.class_refs_clue = false;
  story.app_only();
  expect_losses(story, {{8, "BD3", classification}});
}

TEST(Classification, TheRightClassAfterTheFirstRepairIsTooLate) {
  Story story{{"class"}};
  story.after("repair", [](Story& s) { s.classify(FaultClass::app_only, {s.at("errors")}); });
  story.app_only();
  expect_losses(story, {{10, "BD3", classification}});
}

// Without the clues in time it was a lucky guess.
TEST(Classification, TheRightClassAfterARepairByGuessIsWorthNothing) {
  Story story{{"class", "plan"}};
  story.after("repair", [](Story& s) { s.classify(FaultClass::app_only, {s.at("errors")}); });
  story.app_only();
  expect_losses(story, {{10, "OP1", truth}, {12, "BD3", classification}});
}

TEST(Classification, ARefusedRepairIsAnAttempt) {
  Story story;
  story.after("plan", [](Story& s) {
    s.refuse("rollback", "shop/production", "database_incompatible", "BDN3",
             RefusalKind::forbidden);
  });
  story.app_only();
  expect_losses(story, {{10, "BD3", classification}, {10, "BDN3", action}});
}

TEST(Classification, ANotYetRefusalIsNotAnAttempt) {
  Story story;
  story.after("plan", [](Story& s) {
    s.refuse("rollback", "shop/production", "operation_running", "OP3", RefusalKind::not_yet);
  });
  story.app_only();
  expect_losses(story, {});
}

TEST(Classification, RefusedHoldsAndQueriesAreNotAttempts) {
  Story story;
  story.after("plan", [](Story& s) {
    s.refuse("show gate", "", "nothing_of_this_kind", "OP1", RefusalKind::not_yet);
    s.refuse("unfreeze", "shop/production", "no_such_hold", "OP3", RefusalKind::not_yet);
    s.refuse("notify-owner", "news/production", "no_such_thing", "OP1", RefusalKind::not_yet,
             "notify-owner news/production");
  });
  story.app_only();
  expect_losses(story, {});
}

TEST(Classification, AskingATeamThatOnlyAnswersIsNotAnAttempt) {
  for (auto const& [team, points] : {std::pair{Team::database, 0U}, std::pair{Team::provider, 0U},
                                     std::pair{Team::security, 10U}}) {
    Story story;
    story.after("plan", [team](Story& s) { s.escalate(team, NoticeId{4}, Found::something); });
    story.app_only();
    EXPECT_EQ(phase(story.score(), classification).score, 20 - points) << to_text(team);
  }
}

TEST(Classification, AChangeCostsFour) {
  Story story;
  story.after("plan", [](Story& s) { s.classify(FaultClass::no_fault, {}); });
  story.app_only();
  expect_losses(story, {{4, "BD3", classification}});
}

TEST(Classification, TheFirstChangeIsFreeOnANewerFact) {
  Story story;
  story.after("route", [](Story& s) { s.classify(FaultClass::no_fault, {}); });
  story.app_only();  // the class that follows refers to the errors, queried later
  expect_losses(story, {});
}

TEST(Classification, TheSecondChangeIsNotFree) {
  Story story;
  story.after("alert", [](Story& s) { s.classify(FaultClass::no_fault, {}); });
  story.after("route", [](Story& s) { s.classify(FaultClass::runtime_service, {s.at("route")}); });
  story.app_only();
  expect_losses(story, {{4, "BD3", classification}});
}

TEST(Classification, RepeatingTheSameClassIsNotAChange) {
  Story story;
  story.after("class", [](Story& s) { s.classify(FaultClass::app_only, {s.at("errors")}); });
  story.app_only();
  expect_losses(story, {});
}

// Two references may lack a clue; each further one costs 2.
TEST(Classification, ReferencesWithoutAClueCostTwoBeyondTwo) {
  for (std::uint32_t idle = 0; idle <= 5; ++idle) {
    Story story{{"class"}};
    story.after("plan", [idle](Story& s) {
      std::vector<EntryId> refs{s.at("errors")};
      std::vector<EntryId> const others{EntryId{1}, EntryId{2}, EntryId{3}, s.at("freeze"),
                                        s.at("operation")};
      refs.insert(refs.end(), others.begin(), others.begin() + idle);
      s.classify(FaultClass::app_only, refs);
    });
    story.app_only();
    auto const lost = idle <= 2 ? 0 : 2 * (idle - 2);
    EXPECT_EQ(phase(story.score(), classification).score, 20 - lost) << idle;
  }
}

TEST(Classification, MoreThanSixRefsAreWorthNothing) {
  Story story{{"class"}};
  story.after("plan", [](Story& s) {
    std::vector<EntryId> all;
    for (std::uint32_t n = 1; n < 12; ++n) all.push_back(EntryId{n});
    all.push_back(s.at("errors"));
    s.classify(FaultClass::app_only, all);
  });
  story.app_only();
  expect_losses(story, {{8, "BD3", classification}});
}

TEST(Classification, WithoutARepairTheClassAtTheEndCounts) {
  Story story{{"class"}};
  story.after("symptom-after", [](Story& s) {
    s.classify(FaultClass::no_fault, {s.at("errors")});
    s.wait_for_symptom();
  });
  story.close_refs_query = false;
  story.no_fault();
  // The query of the symptom that close refers to came before the class.
  expect_losses(story, {{4, "OP4", evidence}});
}

}  // namespace
}  // namespace studylab::grade
