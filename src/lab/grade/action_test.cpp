#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

using enum Phase;
using namespace std::chrono_literals;
constexpr auto forbidden = RefusalKind::forbidden;
constexpr auto not_yet = RefusalKind::not_yet;

TEST(Action, AWrongHandCostsTenOnceARule) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("set-route", "edge-a", "edge_table_is_derived", "BDN2", forbidden);
    s.refuse("set-route", "edge-b", "edge_table_is_derived", "BDN2", forbidden);
    s.refuse("rebuild-from", "shop/production", "rollback_needs_promoted_artifact", "BDN1",
             forbidden);
  });
  story.app_only();
  expect_losses(story, {{10, "BDN2", action}, {10, "BDN1", action}});
}

TEST(Action, TheSameRefusedCommandAgainCostsTwo) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("cancel", "op-7", "operation_ended", "OP3", not_yet, "cancel op-7 --because \"one\"");
    s.refuse("cancel", "op-7", "operation_ended", "OP3", not_yet,
             "cancel op-7 --because 'two words'");
    s.refuse("cancel", "op-8", "operation_ended", "OP3", not_yet);
  });
  story.app_only();
  expect_losses(story, {{2, "OP3", action}});
}

TEST(Action, AfterAChangeItIsAnotherAttempt) {
  Story story;
  auto const refuse = [](Story& s) {
    s.refuse("close", "", "repair_open", "OP4", not_yet, "close --summary done --ref op-9");
  };
  story.after("class", refuse);
  story.after("repair", refuse);
  story.app_only();
  expect_losses(story, {});
}

TEST(Action, ARepeatedWrongHandIsMarkedByItsDearestRowOnly) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("clear-gap", "edge-a", "gap_needs_baseline", "RGN3", forbidden);
    s.refuse("clear-gap", "edge-a", "gap_needs_baseline", "RGN3", forbidden);
  });
  story.app_only();
  expect_losses(story, {{10, "RGN3", action}, {2, "RGN3", action}});
}

TEST(Action, ARepairThatTheSheetDoesNotAcceptCostsTen) {
  Story story;
  story.after("class", [](Story& s) {
    s.restart("shop/production", OperationId{7});
    s.ends(OperationId{7}, Stage::healthy);
  });
  story.app_only();
  expect_losses(story, {{10, "OP3", action}});
}

TEST(Action, ARollbackOfAnEdgesTroubleIsNotAccepted) {
  Story story;
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{7});
    s.ends(OperationId{7}, Stage::failed);
  });
  story.route_propagation();
  expect_losses(story, {{10, "OP3", action}});
}

TEST(Action, AnotherEnvironmentIsOversize) {
  Story story;
  story.after("class", [](Story& s) {
    s.freeze("news/production", 5);
    s.unfreeze("news/production", 5);
    s.rollback("news/production", ReleaseId{2}, OperationId{7});
    s.ends(OperationId{7}, Stage::failed);
  });
  story.app_only();
  expect_losses(story, {{10, "OP3", action}, {10, "OP3", action}});
}

TEST(Action, ARepairOfAHealthyThingCostsFive) {
  Story story;
  story.after("class", [](Story& s) {
    s.rebaseline(edge_a, OperationId{7});
    s.ends(OperationId{7}, Stage::healthy);
    s.notify("shop/production", RepairKind::secret, "shop-mail", NoticeId{4});
    s.found_nothing(NoticeId{4});
  });
  story.app_only();
  expect_losses(story, {{5, "OP3", action}, {5, "OP3", action}});
}

TEST(Action, ASecondAcceptedRepairAfterTheFirstIsNeedless) {
  Story story;
  story.after("repair", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{12});
    s.owner_moves(ReleaseId{2}, OperationId{12});
    s.ends(OperationId{12}, Stage::healthy);
  });
  story.runtime_service();
  EXPECT_EQ(phase(story.score(), action).score, 35);
}

TEST(Action, AFailedStepOnTheWayIsNeverUnaccepted) {
  Story story;
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{7});
    s.ends(OperationId{7}, Stage::failed);
  });
  story.app_only();
  expect_losses(story, {});
}

TEST(Action, BringingTheFixIsPartOfTheRepair) {
  Story story{{"repair"}};
  story.after("class", [](Story& s) {
    s.notify("shop/production", RepairKind::migration, "", NoticeId{1});
    ReleaseRegistered fix;
    fix.release = ReleaseId{5};
    fix.environment = EnvironmentName{"shop/production"};
    fix.digest.bytes[0] = 5;
    s.add(make_fact(fix), 60s);
    s.add(make_fact(
        OwnerRepaired{NoticeId{1}, fix.environment, RepairKind::migration, "", ReleaseId{5}, {}}));
    s.deploy("shop/production", ReleaseId{5}, OperationId{9});
    s.owner_moves(ReleaseId{5}, OperationId{9});
    s.ends(OperationId{9}, Stage::healthy);
  });
  story.database_migration();
  expect_losses(story, {});
  EXPECT_EQ(story.score().repair, "brought-fix-owns");
}

TEST(Action, ADueStepLeftOutCostsFiveUnderItsId) {
  Story story{{"freeze"}};
  story.app_only();
  expect_losses(story, {{5, "BD1", action}});
}

TEST(Action, AFreezeAfterTheRepairFrozeNothing) {
  Story story{{"freeze"}};
  story.after("repair", [](Story& s) {
    s.freeze("shop/production", 8);
    s.unfreeze("shop/production", 8);
  });
  story.app_only();
  expect_losses(story, {{5, "BD1", action}});
}

TEST(Action, TheStepOfARepairIsDueOnlyWithThatRepair) {
  Story story;
  story.runtime_service();  // the owner mended it: no rollback is due
  expect_losses(story, {});
}

// Two verbs that leave the same facts count the same.
TEST(Action, AnEarlierReleaseDeployedIsARollbackByOperation) {
  Story story{{"repair"}};
  story.after("class", [](Story& s) {
    s.deploy("shop/production", ReleaseId{2}, OperationId{9});
    s.owner_moves(ReleaseId{2}, OperationId{9});
    s.ends(OperationId{9}, Stage::healthy);
  });
  story.app_only();
  expect_losses(story, {});
  EXPECT_EQ(story.score().repair, "earlier-release-owns");
}

TEST(Action, WithoutARepairNoStepOfOneIsDue) {
  Story story{{"repair"}};
  story.app_only();
  for (auto const& step : story.score().steps) {
    EXPECT_FALSE(step.due && (step.id == "BD4" || step.id == "BD5")) << step.id;
  }
}

// What did not mend it was marked for that; it was a rollback by an operation all the same.
TEST(Action, ARollbackThatDoesNotMendIsMarkedOnce) {
  Story story{{"repair"}};
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{1}, OperationId{9});
    s.owner_moves(ReleaseId{1}, OperationId{9});
    s.ends(OperationId{9}, Stage::healthy);
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 30);
}

TEST(Action, QuotesMakeNoOtherCommand) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("resume", "edge-a", "snapshot_missing", "RG2", RefusalKind::not_yet,
             "resume edge-a --from 3");
    s.refuse("resume", "edge-a", "snapshot_missing", "RG2", RefusalKind::not_yet,
             "resume \"edge-a\" --from '3' --because \"once more\"");
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 38);
}

TEST(Action, OtherReferencesMakeAnotherCommand) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("close", "", "not_shown", "OP4", RefusalKind::not_yet, "close --ref rel-999");
    s.refuse("close", "", "not_shown", "OP4", RefusalKind::not_yet, "close --ref entry-3");
  });
  story.app_only();
  expect_losses(story, {});
}

TEST(Action, AFreezeWhereNothingIsAtFaultCostsNothing) {
  Story story;
  story.after("call", [](Story& s) {
    s.freeze("shop/production", 1);
    s.unfreeze("shop/production", 1);
  });
  story.no_fault();
  expect_losses(story, {});
}

struct TimeRow {
  Duration failed;
  std::uint32_t points;
};

TEST(Action, TimeIsMarkedAgainstTheReference) {
  for (auto const& row :
       {TimeRow{260s, 0}, TimeRow{261s, 5}, TimeRow{460s, 5}, TimeRow{461s, 10}}) {
    Story story;
    story.reference.failed_time = 100s;
    story.measured.failed_time = row.failed;
    story.app_only();
    auto const score = story.score();
    EXPECT_EQ(phase(score, action).score, 40 - row.points);
  }
}

TEST(Action, OnAWallClockTimeIsShownAndNotMarked) {
  Story story;
  story.clock = ClockKind::wall;
  story.measured.failed_time = 1h;
  story.app_only();
  expect_losses(story, {});
}

TEST(Action, NoPhaseGoesBelowZero) {
  Story story;
  story.after("class", [](Story& s) {
    for (std::uint32_t n = 20; n < 26; ++n) {
      s.restart("shop/production", OperationId{n});
      s.ends(OperationId{n}, Stage::healthy);
    }
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 0);
  EXPECT_EQ(story.score().score, 60);
}

}  // namespace
}  // namespace studylab::grade
