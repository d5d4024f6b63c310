#include "lab/debrief/debrief.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "lab/debrief/play.h"
#include "lab/debrief/reference.h"
#include "lab/debrief/timeline.h"
#include "lab/operators/drive.h"
#include "lab/operators/expert.h"

namespace studylab::debrief {
namespace {

struct PlayedRun {
  desk::RunOptions options;
  Debrief debrief;
};

PlayedRun run(std::string variant, lab::ExpertOptions by, std::string kind = "script:x") {
  PlayedRun played;
  played.options.seed = 5;
  played.options.variant = std::move(variant);
  played.options.operator_kind = std::move(kind);
  auto session = desk::Session::open(played.options, "run-test");
  lab::Expert expert{(*session)->opening(), std::move(by)};
  lab::drive(**session, expert);
  (*session)->append_lab(LabFact{reference_of(**session).value()});
  played.debrief = make((*session)->bundle()).value();
  played.debrief.counterfactual =
      counterfactual(played.options, played.debrief.platform, played.debrief.marks);
  return played;
}

TEST(Debrief, HasEveryFieldOfTheContract) {
  auto const told = document(run("app-only", {}, "expert").debrief);
  for (auto const* key :
       {"run",      "drill",    "runbook", "variant",   "seed",  "level",  "world",
        "operator", "practice", "outcome", "passed",    "score", "phases", "deductions",
        "refusals", "harms",    "impact",  "reference", "steps", "ledger", "counterfactual"}) {
    EXPECT_TRUE(told.contains(key)) << key;
  }
  for (auto const* key : {"truth", "classification", "action", "evidence"}) {
    EXPECT_TRUE(told.at("phases").as_object().at(key).as_object().contains("score"));
  }
  for (auto const* key : {"failed_requests", "refused_requests", "lost_writes", "killed_sessions",
                          "seconds_to_mitigate"}) {
    EXPECT_TRUE(told.at("impact").as_object().contains(key)) << key;
    EXPECT_TRUE(told.at("reference").as_object().contains(key)) << key;
  }
  EXPECT_EQ(told.at("seed"), 5);
  EXPECT_EQ(told.at("practice"), true);
  EXPECT_EQ(told.at("variant"), "app-only");
}

TEST(Debrief, AnExpertsRunHasNothingToRegret) {
  auto const played = run("app-only", {}, "expert");
  EXPECT_EQ(played.debrief.marks.score, 100);
  EXPECT_FALSE(played.debrief.counterfactual);
  // Its own measurement is the reference.
  EXPECT_EQ(played.debrief.marks.reference->measured.failed_requests,
            played.debrief.marks.impact.failed_requests);
}

TEST(Debrief, TellsWhereARunLeftTheExpertsWay) {
  auto const played = run("app-only", {.without = {lab::Part::freeze}});
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const& told = *played.debrief.counterfactual;
  EXPECT_EQ(told.saves.points, 5);
  EXPECT_EQ(told.score, 100);
  ASSERT_FALSE(told.commands.empty());
  // It passed all the same: to the end it could still have been passed.
  EXPECT_EQ(told.point_of_no_return, played.debrief.platform.back().id);
}

TEST(Debrief, TheLossOfAClassIsAPointOfNoReturn) {
  auto const played = run("app-only", {.without = {lab::Part::classification}});
  ASSERT_EQ(played.debrief.marks.outcome, grade::Outcome::failed);
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const& told = *played.debrief.counterfactual;
  ASSERT_TRUE(told.point_of_no_return);
  // Up to the entry before the first repair it could have been classified.
  EXPECT_LT(told.point_of_no_return, played.debrief.platform.back().id);
  for (auto const& entry : played.debrief.platform) {
    auto const* asked = fact_if<OperationRequested>(entry.fact);
    if (asked != nullptr && !asked->act.line.empty()) {
      EXPECT_LT(told.point_of_no_return, entry.id);
    }
  }
}

TEST(Debrief, TextAndReportTellTheSame) {
  auto const played = run("runtime-service", {.without = {lab::Part::impact}});
  auto const told = text(played.debrief);
  auto const written = report(played.debrief);
  EXPECT_NE(told.find("runtime-service"), std::string::npos);
  EXPECT_NE(told.find("Points lost"), std::string::npos);
  EXPECT_NE(written.find("# Post-mortem: "), std::string::npos);
  EXPECT_NE(written.find("## Timeline"), std::string::npos);
  for (auto const& one : played.debrief.marks.deductions) {
    EXPECT_NE(told.find(to_text(one.entry)), std::string::npos);
    EXPECT_NE(written.find(one.rule), std::string::npos);
  }
}

TEST(Debrief, TheStoryBeginsWithThePromotionAndEndsWithTheClose) {
  auto const played = run("app-only", {});
  auto const rows = timeline(played.debrief.platform);
  ASSERT_GT(rows.size(), 5U);
  EXPECT_LT(rows.front().entry, call_of(played.debrief.platform)->id);
  EXPECT_TRUE(rows.back().what.starts_with("closed: "));
  EXPECT_EQ(since_call(Instant{} + std::chrono::seconds{205}, Instant{}), "+03:25");
  EXPECT_EQ(since_call(Instant{}, Instant{} + std::chrono::seconds{8}), "-00:08");
}

TEST(Debrief, WhatFailsAfterTheEndIsSaidNotToBeCounted) {
  auto const played = run("app-only", {.without = {lab::Part::repair, lab::Part::wait}});
  bool const standing = !played.debrief.marks.mended;
  EXPECT_EQ(text(played.debrief).find("what failed afterwards is not counted") != std::string::npos,
            standing);
}

TEST(Debrief, CommandsAreReadBackFromTheChain) {
  auto const played = run("app-only", {});
  auto const commands = commands_of(played.debrief.platform);
  ASSERT_FALSE(commands.empty());
  EXPECT_TRUE(commands.back().line.starts_with("close"));
  for (std::size_t i = 1; i < commands.size(); ++i) {
    EXPECT_LT(commands[i - 1].last, commands[i].first);
  }
}

TEST(Debrief, ThePostMortemEscapesWhatPeopleWrote) {
  Debrief debrief;
  debrief.run = "run-x";
  IncidentClosed closed;
  closed.summary = "it | was *bad*\n# done";
  debrief.platform.push_back({EntryId{1}, Instant{}, make_fact(closed)});
  auto const written = report(debrief);
  EXPECT_NE(written.find("it \\| was \\*bad\\* \\# done"), std::string::npos);
}

}  // namespace
}  // namespace studylab::debrief
