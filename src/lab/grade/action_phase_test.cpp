#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

using enum Phase;
using namespace std::chrono_literals;
constexpr auto forbidden = RefusalKind::forbidden;
constexpr auto not_yet = RefusalKind::not_yet;

TEST(Action, AProhibitedCommandCostsTenOnceForEachRule) {
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

TEST(Action, TheSameCommandAfterAChangeIsAnotherAttempt) {
  Story story;
  auto const refuse = [](Story& s) {
    s.refuse("close", "", "repair_open", "OP4", not_yet, "close --summary done --ref op-9");
  };
  story.after("class", refuse);
  story.after("repair", refuse);
  story.app_only();
  expect_losses(story, {});
}

TEST(Action, AskingATeamThatOnlyAnswersChangesNothing) {
  for (auto const& [team, points] : {std::pair{Team::database, 2U}, std::pair{Team::provider, 2U},
                                     std::pair{Team::security, 5U}}) {
    Story story;
    story.after("class", [team](Story& s) {
      s.refuse("cancel", "op-7", "operation_ended", "OP3", not_yet);
      s.escalate(team, NoticeId{4}, Found::nothing);
      s.refuse("cancel", "op-7", "operation_ended", "OP3", not_yet);
    });
    story.app_only();
    EXPECT_EQ(phase(story.score(), action).score, 40 - points) << to_text(team);
  }
}

TEST(Action, ARepeatedProhibitedCommandCostsTwo) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("clear-gap", "edge-a", "gap_needs_baseline", "RGN3", forbidden);
    s.refuse("clear-gap", "edge-a", "gap_needs_baseline", "RGN3", forbidden);
  });
  story.app_only();
  expect_losses(story, {{10, "RGN3", action}, {2, "RGN3", action}});
}

TEST(Action, ARepairThatTheKeyDoesNotAcceptCostsTen) {
  Story story;
  story.after("class", [](Story& s) {
    s.observe(30, 30);
    s.restart("shop/production", OperationId{7});
    s.ends(OperationId{7}, Stage::healthy);
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 30);
}

TEST(Action, ARollbackForAnEdgeThatIsBehindIsNotAccepted) {
  Story story;
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{7});
    s.ends(OperationId{7}, Stage::failed);
  });
  story.route_propagation();
  expect_losses(story, {{10, "OP3", action}});
}

TEST(Action, AnotherEnvironmentIsOutsideTheIncident) {
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

TEST(Action, ANoticeThatFoundNothingCostsFive) {
  Story story;
  story.after("class", [](Story& s) {
    s.notify("shop/production", RepairKind::secret, "shop-mail", NoticeId{4});
    s.found_nothing(NoticeId{4});
    s.escalate(Team::security, NoticeId{5}, Found::nothing);
  });
  story.app_only();
  expect_losses(story, {{5, "OP3", action}, {5, "OP3", action}});
}

TEST(Action, AskingTheOtherTeamsIsACheck) {
  Story story;
  story.after("class", [](Story& s) {
    s.escalate(Team::database, NoticeId{4}, Found::nothing);
    s.escalate(Team::provider, NoticeId{5}, Found::nothing);
  });
  story.app_only();
  expect_losses(story, {});
}

// An edge that was shown to have caught up is healthy; another edge is not known to be.
TEST(Action, AnEdgeThatWasShownToHaveCaughtUpIsHealthy) {
  for (bool const shown : {true, false}) {
    Story story;
    story.after("class", [shown](Story& s) {
      s.observe(30, 30);
      if (shown) s.see_edge(edge_a);
      s.rebaseline(edge_a, OperationId{7});
      s.resume_at(edge_a, OperationId{7});
      s.ends(OperationId{7}, Stage::healthy);
    });
    story.app_only();
    EXPECT_EQ(phase(story.score(), action).score, shown ? 25 : 30);
  }
}

TEST(Action, EachRepairAfterTheIncidentWasRepairedCostsFifteen) {
  Story story;
  story.after("repair", [](Story& s) {
    for (std::uint32_t n = 12; n < 14; ++n) {
      s.rollback("shop/production", ReleaseId{2}, OperationId{n});
      s.owner_moves(ReleaseId{2}, OperationId{n});
      s.ends(OperationId{n}, Stage::healthy);
    }
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 10);
}

TEST(Action, ARestartOnceTheSymptomIsGoneCostsFifteen) {
  Story story;
  story.after("symptom-after", [](Story& s) {
    s.restart("shop/production", OperationId{12});
    s.ends(OperationId{12}, Stage::healthy);
    s.wait_for_symptom();
    s.close_refs_query = true;
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 25);
}

// What was broken when it was named is not healthy, even if a rollback had resolved the incident.
TEST(Action, ABindingThatWasReallyGoneMayBeRepairedAfterTheRollback) {
  Story story{{"repair"}};
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{9});
    s.owner_moves(ReleaseId{2}, OperationId{9});
    s.ends(OperationId{9}, Stage::healthy);
    s.notify("shop/production", RepairKind::binding, "shop-mail", NoticeId{1});
    s.add(make_fact(OwnerRepaired{NoticeId{1},
                                  EnvironmentName{"shop/production"},
                                  RepairKind::binding,
                                  "shop-mail",
                                  {},
                                  {}}),
          std::chrono::seconds{90});
  });
  story.runtime_service();
  EXPECT_EQ(phase(story.score(), action).score, 40);
  EXPECT_EQ(story.score().repair, "earlier-release-owns");
}

TEST(Action, AMoveWithoutAFaultCostsTwentyFive) {
  Story story;
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{9});
    s.owner_moves(ReleaseId{2}, OperationId{9});
    s.ends(OperationId{9}, Stage::healthy);
  });
  story.no_fault();
  expect_losses(story, {{25, "OP3", action}});
  EXPECT_EQ(story.score().outcome, Outcome::failed);
}

TEST(Action, ANeedlessRepairThatMovedNothingCostsFive) {
  Story story;
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{9});
    s.ends(OperationId{9}, Stage::failed);
  });
  story.no_fault();
  expect_losses(story, {{5, "OP3", action}});
}

TEST(Action, WithoutAnAcceptedRepairThirtyAreLost) {
  Story story{{"repair"}};
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 10);
  EXPECT_LE(story.score().score, 70);
}

TEST(Action, ARepairThatIsUndoneWasNotReached) {
  Story story;
  story.after("repair", [](Story& s) {
    s.deploy("shop/production", ReleaseId{3}, OperationId{12});
    s.owner_moves(ReleaseId{3}, OperationId{12});
    s.ends(OperationId{12}, Stage::healthy);
  });
  story.app_only();
  auto const score = story.score();
  EXPECT_EQ(score.repair, "");
  EXPECT_EQ(phase(score, action).score, 0);  // 30, and 15 for moving what was repaired
  // Repairing it once more is a step towards what is not reached any more.
  Story again;
  again.after("repair", [](Story& s) {
    s.deploy("shop/production", ReleaseId{3}, OperationId{12});
    s.owner_moves(ReleaseId{3}, OperationId{12});
    s.ends(OperationId{12}, Stage::healthy);
    s.rollback("shop/production", ReleaseId{2}, OperationId{13});
    s.owner_moves(ReleaseId{2}, OperationId{13});
    s.ends(OperationId{13}, Stage::healthy);
  });
  again.app_only();
  EXPECT_EQ(phase(again.score(), action).score, 25);
}

TEST(Action, AStatusThatTheFactsContradictCostsTen) {
  struct Row {
    void (Story::*variant)();
    std::string_view cause;
    std::uint32_t points;
  };
  for (auto const& row :
       {Row{&Story::app_only, "app", 0}, Row{&Story::app_only, "platform", 10},
        Row{&Story::app_only, "provider:mailer", 10},
        Row{&Story::runtime_service, "provider:mailer", 0},
        Row{&Story::runtime_service, "provider:other", 10}, Row{&Story::runtime_service, "app", 10},
        Row{&Story::route_propagation, "platform", 0}, Row{&Story::route_propagation, "app", 10},
        Row{&Story::no_fault, "app", 10}}) {
    Story story;
    story.after("class", [&](Story& s) { s.publish("shop/production", row.cause, 7); });
    (story.*row.variant)();
    EXPECT_EQ(phase(story.score(), action).score, 40 - row.points)
        << row.cause << " in " << story.key().variant;
  }
  Story elsewhere;
  elsewhere.after("class", [](Story& s) { s.publish("news/production", "platform", 7); });
  elsewhere.app_only();
  expect_losses(elsewhere, {{10, "OP3", action}});  // charged once, as a hold outside the incident
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

TEST(Action, ARequiredStepLeftOutCostsFiveUnderItsId) {
  Story story{{"freeze"}};
  story.app_only();
  expect_losses(story, {{5, "BD1", action}});
}

TEST(Action, AFreezeAfterTheRepairDoesNotCount) {
  Story story{{"freeze"}};
  story.after("repair", [](Story& s) {
    s.freeze("shop/production", 8);
    s.unfreeze("shop/production", 8);
  });
  story.app_only();
  expect_losses(story, {{5, "BD1", action}});
}

TEST(Action, AFreezeCountsOnlyUntilTheOperationEnds) {
  // Lifted before anything moved.
  Story early;
  early.after("class", [](Story& s) { s.unfreeze("shop/production", 1); });
  early.app_only();
  expect_losses(early, {{5, "BD1", action}});
  // Lifted while the owner had moved and its operation had not ended.
  Story amid{{"repair"}};
  amid.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{2}, OperationId{9});
    s.owner_moves(ReleaseId{2}, OperationId{9});
    s.unfreeze("shop/production", 1);
    s.freeze("shop/production", 2);
    s.ends(OperationId{9}, Stage::healthy);
    s.unfreeze("shop/production", 2);
  });
  amid.app_only();
  expect_losses(amid, {{5, "BD1", action}});
  // Another environment's freeze freezes nothing here.
  Story other{{"freeze"}};
  other.after("class", [](Story& s) {
    s.freeze("news/production", 4);
    s.unfreeze("news/production", 4);
  });
  other.app_only();
  expect_losses(other, {{5, "BD1", action}, {10, "OP3", action}});
}

TEST(Action, TheStepOfARepairIsRequiredOnlyWithThatRepair) {
  Story story;
  story.runtime_service();  // the owner repaired it: no rollback is due
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

TEST(Action, WithoutARepairItsStepIsNotRequired) {
  Story story{{"repair"}};
  story.app_only();
  for (auto const& step : story.score().steps) {
    EXPECT_FALSE(step.due && (step.id == "BD4" || step.id == "BD5")) << step.id;
  }
}

TEST(Action, ARollbackToAFailingReleaseIsNotAccepted) {
  Story story{{"repair"}};
  story.after("class", [](Story& s) {
    s.rollback("shop/production", ReleaseId{1}, OperationId{9});
    s.owner_moves(ReleaseId{1}, OperationId{9});
    s.ends(OperationId{9}, Stage::healthy);
  });
  story.app_only();
  EXPECT_EQ(phase(story.score(), action).score, 0);  // 10 for the rollback, 30 for the repair
}

TEST(Action, QuotesDoNotMakeADifferentCommand) {
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

TEST(Action, OtherReferencesMakeADifferentCommand) {
  Story story;
  story.after("class", [](Story& s) {
    s.refuse("close", "", "not_shown", "OP4", RefusalKind::not_yet, "close --ref rel-999");
    s.refuse("close", "", "not_shown", "OP4", RefusalKind::not_yet, "close --ref entry-3");
  });
  story.app_only();
  expect_losses(story, {});
}

TEST(Action, AFreezeWithoutAFaultCostsNothing) {
  Story story;
  story.after("alert", [](Story& s) {
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

TEST(Action, TimeIsGradedAgainstTheReferenceOnEveryClock) {
  for (auto const clock : {ClockKind::commands, ClockKind::wall}) {
    for (auto const& row : {TimeRow{260s, 0}, TimeRow{261s, 5}, TimeRow{520s, 5}, TimeRow{521s, 10},
                            TimeRow{1300s, 10}, TimeRow{1301s, 25}, TimeRow{50min, 25}}) {
      Story story;
      story.clock = clock;
      story.reference.failed_time = 100s;
      story.measured.failed_time = row.failed;
      story.app_only();
      EXPECT_EQ(phase(story.score(), action).score, 40 - row.points) << row.failed;
    }
  }
}

TEST(Action, APersonOnTheWallClockHasTimeToTypeAndRead) {
  // Three times the reference, and 240 s more in every band.
  for (auto const& row : {TimeRow{900s, 0}, TimeRow{901s, 5}, TimeRow{1560s, 5}, TimeRow{1561s, 10},
                          TimeRow{3540s, 10}, TimeRow{3541s, 25}}) {
    Story story;
    story.clock = ClockKind::wall;
    story.operator_kind = "human";
    story.reference.failed_time = 100s;
    story.measured.failed_time = row.failed;
    story.app_only();
    EXPECT_EQ(phase(story.score(), action).score, 40 - row.points) << row.failed;
  }
  Story by_commands;
  by_commands.operator_kind = "human";
  by_commands.reference.failed_time = 100s;
  by_commands.measured.failed_time = 900s;
  by_commands.app_only();
  EXPECT_EQ(phase(by_commands.score(), action).score, 30);
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
