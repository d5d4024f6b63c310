#include "lab/debrief/debrief.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "command_language/characters.h"
#include "lab/debrief/reference.h"
#include "lab/debrief/rerun.h"
#include "lab/debrief/timeline.h"
#include "lab/operators/drive.h"
#include "lab/operators/expert.h"

namespace studylab::debrief {
namespace {

struct PlayedRun {
  console::RunOptions options;
  Debrief debrief;
};

PlayedRun run(std::string variant, lab::ExpertOptions by, std::string kind = "script:x") {
  PlayedRun played;
  played.options.seed = 5;
  played.options.variant = std::move(variant);
  played.options.operator_kind = std::move(kind);
  auto session = console::Session::open(played.options, "run-test");
  lab::Expert expert{(*session)->opening(), std::move(by)};
  lab::drive(**session, expert);
  (*session)->append_lab(LabFact{reference_of(**session).value()});
  played.debrief = make((*session)->bundle()).value();
  played.debrief.counterfactual =
      counterfactual(played.options, played.debrief.platform, played.debrief.score);
  return played;
}

TEST(Debrief, HasEveryFieldOfTheContract) {
  auto const debrief_result = document(run("app-only", {}, "expert").debrief);
  for (auto const* key :
       {"run",      "drill",    "runbook", "variant",   "seed",  "level",  "world",
        "operator", "practice", "outcome", "passed",    "score", "phases", "deductions",
        "refusals", "harms",    "impact",  "reference", "steps", "ledger", "counterfactual"}) {
    EXPECT_TRUE(debrief_result.contains(key)) << key;
  }
  for (auto const* key : {"truth", "classification", "action", "evidence"}) {
    EXPECT_TRUE(debrief_result.at("phases").as_object().at(key).as_object().contains("score"));
  }
  for (auto const* key : {"failed_requests", "refused_requests", "lost_writes", "killed_sessions",
                          "seconds_to_mitigate"}) {
    EXPECT_TRUE(debrief_result.at("impact").as_object().contains(key)) << key;
    EXPECT_TRUE(debrief_result.at("reference").as_object().contains(key)) << key;
  }
  EXPECT_EQ(debrief_result.at("seed"), 5);
  EXPECT_EQ(debrief_result.at("practice"), true);
  EXPECT_EQ(debrief_result.at("variant"), "app-only");
}

TEST(Debrief, AnExpertsRunHasNothingToRegret) {
  auto const played = run("app-only", {}, "expert");
  EXPECT_EQ(played.debrief.score.score, 100);
  EXPECT_FALSE(played.debrief.counterfactual);
  // Its own measurement is the reference.
  EXPECT_EQ(played.debrief.score.reference->measured.failed_requests,
            played.debrief.score.impact.failed_requests);
}

TEST(Debrief, TellsWhereARunLeftTheExpertsWay) {
  auto const played = run("app-only", {.without = {lab::Part::freeze}});
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const& debrief_result = *played.debrief.counterfactual;
  EXPECT_EQ(debrief_result.saves.points, 5);
  EXPECT_EQ(debrief_result.score, 100);
  ASSERT_FALSE(debrief_result.commands.empty());
  // It passed all the same: to the end it could still have been passed.
  EXPECT_EQ(debrief_result.point_of_no_return, played.debrief.platform.back().id);
}

TEST(Debrief, TheLossOfAClassIsAPointOfNoReturn) {
  auto const played = run("app-only", {.without = {lab::Part::classification}});
  ASSERT_EQ(played.debrief.score.outcome, grade::Outcome::failed);
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const& debrief_result = *played.debrief.counterfactual;
  ASSERT_TRUE(debrief_result.point_of_no_return);
  // A class that comes after the repair still passes: up to the last command it could have come.
  EXPECT_LT(debrief_result.point_of_no_return, played.debrief.platform.back().id);
}

TEST(Debrief, TextAndReportTellTheSame) {
  auto const played = run("runtime-service", {.without = {lab::Part::impact}});
  auto const debrief_result = text(played.debrief);
  auto const written = report(played.debrief);
  EXPECT_NE(debrief_result.find("runtime-service"), std::string::npos);
  EXPECT_NE(debrief_result.find("Points lost"), std::string::npos);
  EXPECT_NE(written.find("# Post-mortem: "), std::string::npos);
  EXPECT_NE(written.find("## Timeline"), std::string::npos);
  for (auto const& one : played.debrief.score.deductions) {
    EXPECT_NE(debrief_result.find(to_text(one.entry)), std::string::npos);
    EXPECT_NE(written.find(one.rule), std::string::npos);
  }
}

TEST(Debrief, TheStoryBeginsWithThePromotionAndEndsWithTheClose) {
  auto const played = run("app-only", {});
  auto const rows = timeline(played.debrief.platform);
  ASSERT_GT(rows.size(), 5U);
  EXPECT_LT(rows.front().entry, alert_of(played.debrief.platform)->id);
  EXPECT_TRUE(rows.back().what.starts_with("closed: "));
  EXPECT_EQ(since_alert(Instant{} + std::chrono::seconds{205}, Instant{}), "+03:25");
  EXPECT_EQ(since_alert(Instant{}, Instant{} + std::chrono::seconds{8}), "-00:08");
}

TEST(Debrief, WhatFailsAfterTheEndIsSaidNotToBeCounted) {
  auto const played = run("app-only", {.without = {lab::Part::repair, lab::Part::wait}});
  bool const initial = !played.debrief.score.resolved;
  EXPECT_EQ(
      text(played.debrief, 400).find("what failed afterwards is not counted") != std::string::npos,
      initial);
}

// Its own failures end with the run, the expert's with the repair: a difference of the two says
// nothing, and least of all that going on would have saved less than nothing.
TEST(Debrief, WhatDoesNotCompareIsNotCompared) {
  auto const played = run("app-only", {.without = {lab::Part::repair, lab::Part::wait}});
  ASSERT_FALSE(played.debrief.score.resolved);
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const debrief_result = text(played.debrief, 400);
  EXPECT_NE(debrief_result.find("Requests and time are not compared"), std::string::npos);
  EXPECT_EQ(debrief_result.find("saved -"), std::string::npos);
  EXPECT_EQ(debrief_result.find(", -"), std::string::npos);
  auto const saves =
      document(played.debrief).at("counterfactual").as_object().at("saves").as_object();
  EXPECT_TRUE(saves.at("points").is_int64());
  EXPECT_TRUE(saves.at("failed_requests").is_null());
}

// A run that stops early leaves the incident to go on.
TEST(Debrief, WhatTheIncidentCameToUntouchedIsMeasured) {
  console::RunOptions options;
  options.seed = 5;
  options.variant = "app-only";
  options.operator_kind = "script:x";
  for (bool const repairs : {false, true}) {
    auto session = std::move(console::Session::open(options, "run-test").value());
    std::set<lab::Part> without;
    if (!repairs) without = {lab::Part::repair, lab::Part::wait, lab::Part::query_after};
    lab::Expert expert{session->opening(), {.without = without}};
    lab::drive(*session, expert);
    append_reference(*session);
    auto const debrief = make(session->bundle()).value();
    if (repairs) {
      EXPECT_FALSE(debrief.untouched);
      EXPECT_TRUE(document(debrief).at("untouched").is_null());
      continue;
    }
    ASSERT_TRUE(debrief.untouched);
    EXPECT_EQ(debrief.untouched->until, session->deadline());
    EXPECT_EQ(debrief.untouched->symptom_present, 1);
    EXPECT_GT(debrief.untouched->measured.failed_time, std::chrono::minutes{50});
    EXPECT_GT(debrief.untouched->measured.failed_requests,
              10 * debrief.score.impact.failed_requests);
    EXPECT_GT(document(debrief).at("untouched").at("failed_requests").as_uint64(), 0U);
  }
}

TEST(Debrief, WhatWouldHaveCostMoreIsSaidSo) {
  auto played = run("app-only", {.without = {lab::Part::freeze}});
  auto& saves = played.debrief.counterfactual->saves;
  saves = {5, -12, std::chrono::seconds{-81}};
  EXPECT_NE(text(played.debrief, 400)
                .find("saved 5 points, at the cost of 12 failed requests, 1 min 21 s with the "
                      "symptom more."),
            std::string::npos)
      << text(played.debrief, 400);
}

TEST(Debrief, FitsItsPage) {
  auto const played = run("runtime-service", {.without = {lab::Part::impact}});
  for (std::size_t const width : {40U, 80U, 120U}) {
    auto const debrief_result = text(played.debrief, width);
    for (std::size_t from = 0; from < debrief_result.size();) {
      auto const end = std::min(debrief_result.find('\n', from), debrief_result.size());
      auto const line = std::string_view{debrief_result}.substr(from, end - from);
      bool const one_word = line.find(' ', line.find_first_not_of(' ')) == std::string_view::npos;
      EXPECT_TRUE(one_word || language::columns_of(line) <= width) << line;
      from = end + 1;
    }
  }
}

TEST(Debrief, SaysHowItEndedWhereNobodyClosed) {
  auto played = run("app-only", {});
  EXPECT_EQ(text(played.debrief).find("nobody closed"), std::string::npos);
  auto const ended_by = [&](RunEnding ending) {
    played.debrief.platform.back().fact = make_fact(RunEnded{ending});
    return text(played.debrief);
  };
  EXPECT_NE(ended_by(RunEnding::time_limit).find("ended by its time limit"), std::string::npos);
  EXPECT_NE(ended_by(RunEnding::interrupted).find("was interrupted"), std::string::npos);
  EXPECT_NE(ended_by(RunEnding::crashed).find("was cut off"), std::string::npos);
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
