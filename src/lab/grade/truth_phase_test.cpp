#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

using enum Phase;

TEST(Truth, OperationStateAndOwnerAreReadFirst) {
  for (auto const* left_out : {"operation", "route"}) {
    Story story{{left_out}};
    story.app_only();
    expect_losses(story, {{10, "BD2", truth}});
  }
}

TEST(Truth, LogsBeforeThemCostTheFindingStep) {
  Story story;
  story.after("operation", [](Story& s) { s.logs(); });
  story.app_only();
  expect_losses(story, {{10, "BD2", truth}});
  auto const score = story.score();
  auto const& at = story.entries()[score.deductions.front().entry.number - 1];
  EXPECT_EQ(fact_if<Queried>(at.fact)->query, "logs");
}

TEST(Truth, LogsAfterThemCostNothing) {
  Story story;
  story.after("route", [](Story& s) { s.logs(); });
  story.app_only();
  expect_losses(story, {});
}

TEST(Truth, ListsThatShowTheSameCountTheSame) {
  Story story{{"operation", "route"}};
  story.after("freeze", [](Story& s) {
    // The promotion is the entry before its migration; the owner moved right after it was checked.
    EntryId requested, moved;
    for (auto const& entry : s.entries()) {
      if (fact_if<OperationRequested>(entry.fact)) requested = entry.id;
      if (fact_if<RouteOwnerMoved>(entry.fact)) moved = entry.id;
    }
    s.query("operations", "shop/production", {requested});
    s.query("routes", "", {moved});
  });
  story.app_only();
  expect_losses(story, {});
}

TEST(Truth, EveryClueIsShownBeforeTheFirstRepair) {
  Story story{{"bindings"}};
  story.app_only();
  expect_losses(story, {{10, "OP1", truth}});
}

TEST(Truth, AClueShownAfterTheRepairCameTooLate) {
  Story story{{"plan"}};
  story.after("repair", [](Story& s) { s.check("rollback", "shop/production", "compatible"); });
  story.app_only();
  expect_losses(story, {{10, "OP1", truth}});
}

TEST(Truth, WithoutARepairTheEndIsSoonEnough) {
  Story story;
  story.no_fault();
  expect_losses(story, {});
}

TEST(Truth, AHintIsTakenOffItsOwnPhase) {
  Story story;
  story.after("alert", [](Story& s) {
    s.hint(truth);
    s.hint(classification);
    s.hint(action);
    s.hint(evidence);
  });
  story.app_only();
  expect_losses(
      story,
      {{5, "OP1", truth}, {5, "BD3", classification}, {5, "OP3", action}, {5, "OP4", evidence}});
}

}  // namespace
}  // namespace studylab::grade
