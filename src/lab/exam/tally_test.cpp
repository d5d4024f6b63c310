#include "lab/exam/tally.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include "lab/exam/report.h"

namespace studylab::exam {
namespace {

Result run_of(std::string drill, std::string fault_class, std::uint64_t seed, std::uint32_t score,
              std::map<std::string, std::uint32_t> lost = {}) {
  Result result;
  result.drill = std::move(drill);
  result.fault_class = std::move(fault_class);
  result.seed = seed;
  result.score = score;
  result.lost = std::move(lost);
  result.outcome = score >= 80 ? grade::Outcome::passed : grade::Outcome::failed;
  return result;
}

Result invalid_run(std::uint64_t seed) {
  auto result = run_of("a", "x", seed, 0);
  result.outcome = grade::Outcome::invalid;
  result.invalid_because = "the lab failed";
  return result;
}

std::vector<Result> results() {
  return {run_of("a", "x", 1, 100), run_of("a", "x", 2, 90, {{"R1", 10}}),
          run_of("a", "y", 3, 40, {{"R1", 20}, {"R2", 40}}), run_of("b", "x", 1, 100),
          invalid_run(4)};
}

TEST(Tally, CountsByDrillClassAndRule) {
  auto const all = results();
  auto const tally = tally_of(all);
  EXPECT_EQ(tally.all.runs, 4U);
  EXPECT_EQ(tally.all.passed, 3U);
  EXPECT_EQ(tally.all.invalid, 1U);
  ASSERT_EQ(tally.drills.size(), 2U);
  EXPECT_EQ(tally.drills[0].second.runs, 3U);
  EXPECT_EQ(tally.drills[0].second.scores.sum(), 230U);
  EXPECT_EQ(tally.classes.at({"a", "x"}).runs, 2U);
  EXPECT_EQ(tally.classes.at({"a", "x"}).invalid, 1U);
  auto const& rule = tally.rules.at("R1");
  EXPECT_EQ(rule.group.runs, 2U);
  EXPECT_EQ(rule.group.passed, 1U);
  EXPECT_EQ(rule.of, 3U);  // it cost nothing in the other drill
  EXPECT_EQ(rule.points.sum(), 30U);
  EXPECT_EQ(rule.points.count(), 3U);
}

TEST(Tally, ARunLosesAtMostItsWholeScoreByOneRule) {
  std::vector const all{run_of("a", "x", 1, 0, {{"R1", 130}}), run_of("a", "x", 2, 90)};
  auto const tally = tally_of(all);
  EXPECT_EQ(tally.rules.at("R1").points.sum(), 100U);
}

TEST(Tally, AnInvalidRunIsOnlyListed) {
  auto const all = results();
  auto const tally = tally_of(all);
  ASSERT_EQ(tally.invalid.size(), 1U);
  EXPECT_EQ(tally.invalid[0]->seed, 4U);
  EXPECT_EQ(mean(tally.drills[0].second.scores), 230.0 / 3);
}

TEST(Report, HoldsTheIntervals) {
  Exam exam;
  exam.title = "A round";
  exam.items.resize(5);
  auto const found = document(exam, results());
  EXPECT_EQ(boost::json::serialize(found.at("drills").at(0).at("pass_rate")),
            boost::json::serialize(
                boost::json::object{{"value", 0.6667}, {"low", 0.2077}, {"high", 0.9385}}));
  EXPECT_TRUE(found.at("complete").as_bool());
  // One run with 100 says little.
  EXPECT_EQ(
      boost::json::serialize(found.at("drills").at(1).at("score")),
      boost::json::serialize(boost::json::object{{"mean", 100.0}, {"low", 2.5}, {"high", 100.0}}));
  EXPECT_EQ(found.at("invalid_runs").at(0).at("why").as_string(), "the lab failed");
}

TEST(Report, LinesAreShort) {
  Exam exam;
  exam.title = "A round";
  exam.items.resize(5);
  auto const tables = text(exam, results());
  for (std::size_t at = 0; at < tables.size();) {
    auto const end = std::min(tables.find('\n', at), tables.size());
    EXPECT_LE(end - at, 100U) << tables.substr(at, end - at);
    at = end + 1;
  }
}

}  // namespace
}  // namespace studylab::exam
