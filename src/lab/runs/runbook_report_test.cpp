#include "lab/runs/runbook_report.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "lab/debrief/reference.h"
#include "lab/drill/load.h"
#include "lab/operators/catalogue.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"

namespace studylab::runs {
namespace {

language::Runbook const& first_runbook() {
  return *language::find_runbook(drill::drills().front().runbook);
}

std::vector<drill::Drill const*> all_drills() {
  std::vector<drill::Drill const*> drills;
  for (auto const& drill : drill::drills()) drills.push_back(&drill);
  return drills;
}

ListedRun listed(std::string const& drill, std::string const& kind, std::uint64_t seed) {
  console::RunOptions options;
  options.drill = drill;
  options.seed = seed;
  options.operator_kind = kind;
  auto run = Run::open(options, not_stored("run-0123456789")).value();
  auto const by = lab::make_operator(kind, run.session().opening(), Seed{seed, {}}).value();
  drive(run, *by);
  run.end(RunEnding::end_of_input);
  debrief::append_reference(run);
  ListedRun listed;
  listed.summary.state = RunState::sealed;
  listed.result = debrief::make(run.session().bundle()).value();
  return listed;
}

TEST(RunbookReport, CountsWhatTheRunsOfItsDrillsDid) {
  auto const& runbook = first_runbook();
  auto const& drill = drill::drills().front();
  std::vector<ListedRun> runs;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    runs.push_back(listed(drill.id, "expert", seed));
    runs.push_back(listed(drill.id, "reckless", seed));
  }
  runs.push_back(listed(drill::drills().back().id, "expert", 1));  // of another runbook
  auto const report = report_on(runbook, all_drills(), runs);
  EXPECT_EQ(report.runs, 8U);
  std::uint32_t lost = 0;
  for (auto const& line : report.lines) {
    std::uint32_t points = 0, losing = 0, required = 0, done = 0;
    for (auto const& run : runs) {
      std::uint32_t here = 0;
      for (auto const& one : run.result->score.deductions) {
        if (one.rule == line.line->id) here += one.points;
      }
      points += here;
      losing += here > 0 ? 1 : 0;
      for (auto const& step : run.result->score.steps) {
        if (step.id != line.line->id || !step.due) continue;
        ++required;
        done += step.done ? 1 : 0;
      }
    }
    EXPECT_EQ(line.points_lost, points) << line.line->id;
    EXPECT_EQ(line.losing_runs, losing) << line.line->id;
    EXPECT_EQ(line.required, required) << line.line->id;
    EXPECT_EQ(line.done, done) << line.line->id;
    lost += points;
  }
  EXPECT_GT(lost, 0U);
  EXPECT_GT(report.lines.front().done, 0U);
  EXPECT_LT(report.lines.front().done, report.lines.front().required);
}

TEST(RunbookReport, NamesTheVariantsThatRequireAStep) {
  for (auto const& runbook : language::runbooks()) {
    auto const report = report_on(runbook, all_drills(), {});
    EXPECT_EQ(report.lines.size(), runbook.lines.size());
    std::size_t required = 0;
    for (auto const& line : report.lines) {
      ASSERT_EQ(line.drills.size(), 1U) << runbook.id;
      EXPECT_EQ(line.drills.front().drill->runbook, runbook.id);
      required += line.drills.front().required_in.size();
    }
    EXPECT_GT(required, 0U) << runbook.id;
  }
}

// Its rules cost points in every drill.
TEST(RunbookReport, TheOperatorPathCountsTheRunsOfAllDrills) {
  std::vector<ListedRun> const runs{listed(drill::drills().front().id, "reckless", 1),
                                    listed(drill::drills().back().id, "reckless", 2)};
  auto const report = report_on(language::operator_path_section(), all_drills(), runs);
  EXPECT_EQ(report.runs, 2U);
  std::uint32_t lost = 0;
  for (auto const& line : report.lines) {
    EXPECT_EQ(line.drills.size(), drill::drills().size()) << line.line->id;
    EXPECT_LE(line.losing_runs, 2U);
    lost += line.points_lost;
  }
  std::uint32_t expected = 0;
  for (auto const& run : runs) {
    for (auto const& one : run.result->score.deductions) {
      if (one.rule.starts_with("OP")) expected += one.points;
    }
  }
  EXPECT_GT(expected, 0U);
  EXPECT_EQ(lost, expected);
}

TEST(RunbookReport, EveryProhibitionHasARefusal) {
  for (auto const& runbook : language::runbooks()) {
    for (auto const& line : report_on(runbook, {}, {}).lines) {
      bool const guarded = line.line->verbs.contains("refused with");
      EXPECT_EQ(guarded && line.refusals.empty(), false) << line.line->id;
      for (auto const* row : line.refusals) EXPECT_EQ(row->rule, line.line->id);
    }
  }
}

TEST(RunbookReport, AnInvalidRunIsNotCounted) {
  auto run = listed(drill::drills().front().id, "expert", 1);
  run.result->score.outcome = grade::Outcome::invalid;
  std::vector<ListedRun> const runs{run, ListedRun{}};
  EXPECT_EQ(report_on(first_runbook(), all_drills(), runs).runs, 0U);
}

TEST(RunbookReport, TheDocumentHasTheSameNumbers) {
  std::vector<ListedRun> const runs{listed(drill::drills().front().id, "reckless", 2)};
  auto const report = report_on(first_runbook(), all_drills(), runs);
  auto const object = document(report);
  EXPECT_EQ(object.at("runs").to_number<std::uint32_t>(), 1U);
  auto const& lines = object.at("lines").as_array();
  for (std::size_t i = 0; i < report.lines.size(); ++i) {
    auto const& line = lines[i].as_object();
    EXPECT_EQ(line.at("runs").at("points_lost").to_number<std::uint32_t>(),
              report.lines[i].points_lost);
    EXPECT_EQ(line.at("drills").as_array().size(), 1U);
    EXPECT_TRUE(line.contains("refusals"));
  }
}

}  // namespace
}  // namespace studylab::runs
