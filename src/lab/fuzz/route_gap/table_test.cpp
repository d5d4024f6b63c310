// The grader's table for route gaps, and crashes of every process after every entry.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/sweep_testing.h"
#include "lab/drill/load.h"
#include "lab/drill/setup.h"
#include "lab/fuzz/checks.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t gap_seeds = 20;  // unless a sweep requests others

drill::Drill const& gap_drill() { return *drill::find_drill("route-gap"); }

std::vector<std::string> gap_variants() {
  std::vector<std::string> names;
  for (auto const& variant : gap_drill().variants) names.push_back(variant.name);
  return names;
}

class TheGapTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheGapTable, Holds) {
  auto const rows = table("route-gap");
  auto const swept = testing::sweep_seeds(gap_seeds);
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    Scenario const scenario{&gap_drill(), seed, GetParam(), console::Text::no, {}};
    References references;
    for (auto const& row : rows) {
      if (!applies(row, *gap_drill().find(GetParam()))) continue;
      auto const why = wrong(row, run_scenario(scenario, row.make, &references));
      EXPECT_EQ(why, std::nullopt) << "seed " << seed << ": " << why.value_or("");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Variants, TheGapTable, ::testing::ValuesIn(gap_variants()),
                         [](auto const& variant) {
                           auto name = variant.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(TheGapTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(gap_drill()), std::vector<std::string>{});
}

std::string last_class(std::vector<std::string> const& lines) {
  std::string stated;
  for (auto const& line : lines) {
    if (line.starts_with("classify ")) stated = line.substr(0, line.find(' ', 9));
  }
  return stated;
}

TEST(TheGapTable, AGuessIsTheSameInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= gap_seeds; ++seed) {
    for (auto const& row : table("route-gap")) {
      if (row.must != Must::guess) continue;
      std::set<std::string> said;
      for (auto const& variant : gap_drill().variants) {
        Scenario const scenario{&gap_drill(), seed, variant.name, console::Text::yes, {}};
        said.insert(last_class(run_scenario(scenario, row.make).lines));
      }
      EXPECT_EQ(said.size(), 1U) << row.name << ", seed " << seed;
    }
  }
}

// Every process but the incident's edge, whose restart is a variant of its own.
std::vector<std::string> processes(std::uint64_t seed, std::string const& variant) {
  auto const drawn = drill::draw(gap_drill(), Seed{seed, {}}, *gap_drill().find(variant),
                                 Level::normal, drill::Topology::drawn);
  std::vector<std::string> names{"control"};
  for (auto const& fact : drawn.plan.initial) {
    if (auto const* edge = std::get_if<EdgeRegistered>(&fact)) {
      if (!drawn.alert.starts_with(to_text(edge->edge))) names.push_back(to_text(edge->edge));
    }
    if (auto const* host = std::get_if<HostRegistered>(&fact))
      names.push_back("runner-" + to_text(host->host));
  }
  return names;
}

std::vector<std::string> losses(FinishedRun const& run) {
  std::vector<std::string> rows;
  for (auto const& one : run.score.deductions) {
    if (std::holds_alternative<grade::TooSlow>(one.reason)) continue;
    rows.push_back(fmt::format("{} {} {}", one.points, one.rule, grade::to_text(one.reason)));
  }
  return rows;
}

TEST_P(TheGapTable, ACrashAfterAnyEntryChangesNoOutcome) {
  std::uint64_t const seed = 1 + GetParam().size() % 5;
  Scenario scenario{&gap_drill(), seed, GetParam(), console::Text::no, {}};
  auto const whole = run_scenario(scenario, by_kind("expert"));
  auto const first = std::ranges::find_if(whole.entries(), [](FactEntry const& entry) {
    return !std::holds_alternative<RunFact>(entry.fact) &&
           !std::holds_alternative<InitialFact>(entry.fact);
  });
  ASSERT_NE(first, whole.entries().end());
  for (auto const& component : processes(seed, GetParam())) {
    for (auto entry = first->id; entry <= whole.entries().back().id; ++entry.number) {
      scenario.schedule = {};
      scenario.schedule.crashes.push_back(
          {component, entry, Instant{}, std::chrono::milliseconds{700}});
      auto const run = run_scenario(scenario, by_kind("expert"));
      auto const where =
          fmt::format("{} after {} of seed {} {}", component, to_text(entry), seed, GetParam());
      ASSERT_EQ(run.failed, "") << where;
      for (auto const& violation : rule_violations(scenario, run))
        ADD_FAILURE() << where << violation.what;
      EXPECT_TRUE(run.score.resolved) << where << ": " << in_a_line(run.score);
      EXPECT_EQ(losses(run), losses(whole)) << where << ": " << in_a_line(run.score);
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
