#include "lab/debrief/debrief.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "command_language/characters.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/reference.h"
#include "lab/debrief/rerun.h"
#include "lab/debrief/story.h"
#include "lab/debrief/timeline.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"

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
  auto run = runs::Run::open(played.options, runs::not_stored("run-test")).value();
  lab::Expert expert{run.session().opening(), std::move(by)};
  runs::drive(run, expert);
  append_reference(run);
  played.debrief = make(run.session().bundle()).value();
  played.debrief.counterfactual = counterfactual(played.options, played.debrief);
  return played;
}

TEST(Debrief, HasEveryFieldOfTheContract) {
  auto const fields = document(run("app-only", {}, "expert").debrief);
  for (auto const* key :
       {"run",      "drill",    "runbook", "variant",   "seed",  "level",  "world",
        "operator", "practice", "outcome", "passed",    "score", "phases", "deductions",
        "refusals", "harms",    "impact",  "reference", "steps", "ledger", "counterfactual"}) {
    EXPECT_TRUE(fields.contains(key)) << key;
  }
  for (auto const* key : {"truth", "classification", "action", "evidence"}) {
    EXPECT_TRUE(fields.at("phases").as_object().at(key).as_object().contains("score"));
  }
  for (auto const* key : {"failed_requests", "refused_requests", "lost_writes", "killed_sessions",
                          "seconds_to_mitigate"}) {
    EXPECT_TRUE(fields.at("impact").as_object().contains(key)) << key;
    EXPECT_TRUE(fields.at("reference").as_object().contains(key)) << key;
  }
  EXPECT_EQ(fields.at("seed"), 5);
  EXPECT_EQ(fields.at("practice"), true);
  EXPECT_EQ(fields.at("variant"), "app-only");
}

TEST(Debrief, AnExpertsRunHasNoCounterfactual) {
  auto const played = run("app-only", {}, "expert");
  EXPECT_EQ(played.debrief.score.score, 100);
  EXPECT_FALSE(played.debrief.counterfactual);
  // Its own measurement is the reference.
  EXPECT_EQ(played.debrief.score.reference->measured.failed_requests,
            played.debrief.score.impact.failed_requests);
}

TEST(Debrief, NamesWhereARunDivergesFromTheExpert) {
  auto const played = run("app-only", {.without = {lab::Part::freeze}});
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const& counterfactual = *played.debrief.counterfactual;
  EXPECT_EQ(counterfactual.saves.points, 5);
  EXPECT_EQ(counterfactual.score, 100);
  ASSERT_FALSE(counterfactual.commands.empty());
  // The run passed, so there was none.
  EXPECT_FALSE(counterfactual.point_of_no_return);
}

TEST(Debrief, TheLossOfAClassIsAPointOfNoReturn) {
  auto const played = run("app-only", {.without = {lab::Part::classification}});
  ASSERT_EQ(played.debrief.score.outcome, grade::Outcome::failed);
  ASSERT_TRUE(played.debrief.counterfactual);
  auto const& counterfactual = *played.debrief.counterfactual;
  ASSERT_TRUE(counterfactual.point_of_no_return);
  // A class after the repair is enough to pass, so the run could pass until its last command.
  EXPECT_LT(counterfactual.point_of_no_return, played.debrief.platform.back().id);
}

// Promotions of other environments were scheduled before the alert.
TEST(Debrief, TheStoryLeavesOtherEnvironmentsOut) {
  console::RunOptions options;
  options.seed = 101;  // its schedule goes on elsewhere
  options.variant = "app-only";
  auto run = runs::Run::open(options, runs::not_stored("run-test")).value();
  ASSERT_TRUE(run.execute("wait 50m"));
  run.end(RunEnding::end_of_input);
  append_reference(run);
  auto const debrief = make(run.session().bundle()).value();
  std::string all, shown;
  for (auto const& row : timeline(debrief.platform)) all += row.what + '\n';
  for (auto const& line : story(debrief, 400)) shown += line.plain() + '\n';
  auto const environment = incident_names(debrief).environment;
  bool found = false;
  for (auto const& entry : debrief.platform) {
    auto const* recorded = fact_if<OperationRecorded>(entry.fact);
    if (recorded == nullptr || environment_of(recorded->request).value() == environment) continue;
    auto const healthy = to_text(recorded->operation) + " is healthy";
    found = found || all.find(healthy) != std::string::npos;
    EXPECT_EQ(shown.find(healthy), std::string::npos) << shown;
  }
  EXPECT_TRUE(found) << "nothing happened elsewhere";
}

TEST(Debrief, TextAndReportHaveTheSameContents) {
  auto const played = run("runtime-service", {.without = {lab::Part::impact}});
  auto const page = text(played.debrief);
  auto const written = report(played.debrief);
  EXPECT_NE(page.find("runtime-service"), std::string::npos);
  EXPECT_NE(page.find("Points lost"), std::string::npos);
  EXPECT_NE(written.find("# Post-mortem: "), std::string::npos);
  EXPECT_NE(written.find("## Timeline"), std::string::npos);
  for (auto const& one : played.debrief.score.deductions) {
    EXPECT_NE(page.find(std::to_string(one.entry.number)), std::string::npos);
    EXPECT_NE(written.find(to_text(one.entry)), std::string::npos);
    EXPECT_NE(written.find(one.rule), std::string::npos);
  }
}

// The first 24 lines of a page.
std::string first_screen(Debrief const& debrief) {
  auto const page = text(debrief, {.width = 80});
  std::size_t end = 0;
  for (int line = 0; line < 24 && end != std::string::npos; ++line) end = page.find('\n', end + 1);
  return page.substr(0, end);
}

TEST(Debrief, TheFirstScreenHasTheVerdictWhatCostMostAndWhatToDoNextTime) {
  using lab::Part;
  for (auto const* variant : {"app-only", "database-migration", "database-migration-destructive",
                              "runtime-service", "route-propagation"}) {
    for (auto const& without : {std::set{Part::repair}, std::set{Part::classification},
                                std::set{Part::operation_query, Part::errors_query},
                                std::set{Part::impact, Part::close}}) {
      auto const played = run(variant, {.without = without});
      auto const screen = first_screen(played.debrief);
      EXPECT_NE(
          screen.find("with " + std::to_string(played.debrief.score.score) + " of 100 points"),
          std::string::npos)
          << screen;
      for (auto const* part :
           {"Cost most  ", "Next time  ", "The fault  ", "evidence  ", "Impact  "}) {
        EXPECT_NE(screen.find(part), std::string::npos) << part << screen;
      }
      EXPECT_EQ(screen.find("ENV"), std::string::npos) << screen;
    }
  }
}

TEST(Debrief, TheLargestLossComesFirstWithAdvice) {
  auto const played = run("app-only", {.without = {lab::Part::classification, lab::Part::freeze}});
  auto const losses = sorted_by_points(played.debrief.score);
  ASSERT_GT(losses.size(), 1U);
  for (std::size_t i = 1; i < losses.size(); ++i) {
    EXPECT_GE(losses[i - 1]->points, losses[i]->points);
  }
  EXPECT_TRUE(next_time(played.debrief).starts_with("`classify app-only` before the first repair"))
      << next_time(played.debrief);
}

TEST(Debrief, EachUnmetConditionOfPassingIsNamedWithItsPoints) {
  auto played = run("app-only", {.without = {lab::Part::classification}});
  auto const why = why_not_passed(played.debrief);
  EXPECT_NE(why.find("less than half of the points for classification (0 of 20)"),
            std::string::npos)
      << why;
  EXPECT_NE(first_screen(played.debrief).find("in every phase"), std::string::npos);
}

TEST(Debrief, TheExpertsCommandsAreBesideTheRunsOwnFromTheDivergenceOn) {
  auto const played = run("app-only", {.without = {lab::Part::freeze}});
  auto const page = text(played.debrief, {.width = 100});
  auto const marked = page.find("from here the expert continues differently");
  ASSERT_NE(marked, std::string::npos);
  EXPECT_GT(page.find("| +", marked), marked) << "a command of the expert";
  EXPECT_EQ(page.substr(0, marked).find("| +"), std::string::npos);
  EXPECT_NE(page.substr(marked).find(" freeze"), std::string::npos);
}

TEST(Debrief, CommandsAreShortInTheStory) {
  IncidentNames const names{"shop/production", "shop.example", "op-24", "shop-data"};
  EXPECT_EQ(
      short_command("rollback shop/production --to rel-11 --because \"it fits\" --ref 7 9", names),
      "rollback --to rel-11");
  EXPECT_EQ(short_command("show route shop.example --edges", names), "show route --edges");
  EXPECT_EQ(short_command("classify app-only --ref entry-4 --because x", names),
            "classify app-only");
  EXPECT_EQ(short_command("rollback docs/production --to rel-2 --plan", names),
            "rollback docs/production --to rel-2 --plan");
}

TEST(Debrief, TheTimelineBeginsWithThePromotionAndEndsWithTheClose) {
  auto const played = run("app-only", {});
  auto const rows = timeline(played.debrief.platform);
  ASSERT_GT(rows.size(), 5U);
  EXPECT_LT(rows.front().entry, alert_of(played.debrief.platform)->id);
  EXPECT_TRUE(rows.back().what.starts_with("closed: "));
  EXPECT_EQ(since_alert(Instant{} + std::chrono::seconds{205}, Instant{}), "+03:25");
  EXPECT_EQ(since_alert(Instant{}, Instant{} + std::chrono::seconds{8}), "-00:08");
}

// A run that stops early has few failed requests, but the incident continues.
TEST(Debrief, TheImpactOfTheIncidentLeftAloneIsCompared) {
  auto const played = run("app-only", {.without = {lab::Part::repair, lab::Part::wait}});
  ASSERT_FALSE(played.debrief.score.resolved);
  ASSERT_TRUE(played.debrief.untouched);
  auto const page = text(played.debrief, {.width = 400});
  EXPECT_NE(page.find("symptom still present at the end · expert: "), std::string::npos) << page;
  EXPECT_NE(page.find(" · left alone: "), std::string::npos) << page;
  EXPECT_GT(whole_impact(played.debrief).failed_requests,
            played.debrief.score.impact.failed_requests);
  auto const& saves = played.debrief.counterfactual->saves;
  EXPECT_GT(saves.failed_requests, 0);
  EXPECT_EQ(document(played.debrief).at("counterfactual").at("saves").at("failed_requests"),
            saves.failed_requests);
}

// After a run that stops early, the incident continues.
TEST(Debrief, TheUntouchedIncidentIsMeasured) {
  console::RunOptions options;
  options.seed = 5;
  options.variant = "app-only";
  options.operator_kind = "script:x";
  for (bool const repairs : {false, true}) {
    auto run = runs::Run::open(options, runs::not_stored("run-test")).value();
    std::set<lab::Part> without;
    if (!repairs) without = {lab::Part::repair, lab::Part::wait, lab::Part::query_after};
    lab::Expert expert{run.session().opening(), {.without = without}};
    runs::drive(run, expert);
    append_reference(run);
    auto const debrief = make(run.session().bundle()).value();
    if (repairs) {
      EXPECT_FALSE(debrief.untouched);
      EXPECT_TRUE(document(debrief).at("untouched").is_null());
      continue;
    }
    ASSERT_TRUE(debrief.untouched);
    EXPECT_EQ(debrief.untouched->until, run.session().deadline());
    EXPECT_EQ(debrief.untouched->symptom_present, 1);
    EXPECT_GT(debrief.untouched->measured.failed_time, std::chrono::minutes{50});
    EXPECT_GT(debrief.untouched->measured.failed_requests,
              10 * debrief.score.impact.failed_requests);
    EXPECT_GT(document(debrief).at("untouched").at("failed_requests").as_uint64(), 0U);
  }
}

TEST(Debrief, AdditionalCostIsNamed) {
  auto played = run("app-only", {.without = {lab::Part::freeze}});
  auto& saves = played.debrief.counterfactual->saves;
  saves = {5, -12, std::chrono::seconds{-81}};
  EXPECT_NE(
      text(played.debrief, {.width = 400})
          .find("points, 5 more, at an additional cost of 12 failed requests, 1m21s of errors."),
      std::string::npos)
      << text(played.debrief, {.width = 400});
}

TEST(Debrief, FitsTheScreen) {
  auto const played = run("runtime-service", {.without = {lab::Part::impact}});
  for (std::size_t const width : {40U, 80U, 120U}) {
    auto const page = text(played.debrief, {.width = width});
    for (std::size_t from = 0; from < page.size();) {
      auto const end = std::min(page.find('\n', from), page.size());
      auto const line = std::string_view{page}.substr(from, end - from);
      bool const one_word = line.find(' ', line.find_first_not_of(' ')) == std::string_view::npos;
      EXPECT_TRUE(one_word || language::columns_of(line) <= width) << line;
      from = end + 1;
    }
  }
}

TEST(Debrief, NamesTheEndingOfARunThatWasNotClosed) {
  auto played = run("app-only", {});
  EXPECT_EQ(text(played.debrief).find("without `close`"), std::string::npos);
  auto const ended_by = [&](RunEnding ending) {
    played.debrief.platform.back().fact = make_fact(RunEnded{ending});
    return text(played.debrief);
  };
  EXPECT_NE(ended_by(RunEnding::time_limit).find("ended at its time limit"), std::string::npos);
  EXPECT_NE(ended_by(RunEnding::interrupted).find("was interrupted"), std::string::npos);
  EXPECT_NE(ended_by(RunEnding::crashed).find("interrupted by a crash"), std::string::npos);
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

TEST(Debrief, ThePostMortemEscapesTextFromPeople) {
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
