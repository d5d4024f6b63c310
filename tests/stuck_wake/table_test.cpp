// The grader's table for stuck wakes, and crashes of every process after every entry.
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

constexpr std::uint64_t wake_seeds = 12;  // unless a sweep requests others

drill::Drill const& wake_drill() { return *drill::find_drill("stuck-wake"); }

std::vector<std::string> wake_variants() {
  std::vector<std::string> names;
  for (auto const& variant : wake_drill().variants) names.push_back(variant.name);
  return names;
}

class TheWakeTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheWakeTable, Holds) {
  auto const rows = table("stuck-wake");
  auto const swept = testing::sweep_seeds(wake_seeds);
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    Scenario const scenario{&wake_drill(), seed, GetParam(), console::Text::no, {}};
    References references;
    for (auto const& row : rows) {
      if (!applies(row, *wake_drill().find(GetParam()))) continue;
      auto const why = wrong(row, run_scenario(scenario, row.make, &references));
      EXPECT_EQ(why, std::nullopt) << "seed " << seed << ": " << why.value_or("");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Variants, TheWakeTable, ::testing::ValuesIn(wake_variants()),
                         [](auto const& variant) {
                           auto name = variant.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(TheWakeTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(wake_drill()), std::vector<std::string>{});
}

std::string last_class(std::vector<std::string> const& lines) {
  std::string stated;
  for (auto const& line : lines) {
    if (line.starts_with("classify ")) stated = line.substr(0, line.find(' ', 9));
  }
  return stated;
}

TEST(TheWakeTable, AGuessIsTheSameInEveryVariant) {
  for (std::uint64_t seed = 1; seed <= wake_seeds; ++seed) {
    for (auto const& row : table("stuck-wake")) {
      if (row.must != Must::guess) continue;
      std::set<std::string> said;
      for (auto const& variant : wake_drill().variants) {
        Scenario const scenario{&wake_drill(), seed, variant.name, console::Text::yes, {}};
        said.insert(last_class(run_scenario(scenario, row.make).lines));
      }
      EXPECT_EQ(said.size(), 1U) << row.name << ", seed " << seed;
    }
  }
}

// Every process of the platform.
std::vector<std::string> processes(std::uint64_t seed, std::string const& variant) {
  auto const drawn = drill::draw(wake_drill(), Seed{seed, {}}, *wake_drill().find(variant),
                                 Level::normal, drill::Topology::drawn);
  std::vector<std::string> names{"control"};
  for (auto const& fact : drawn.plan.initial) {
    if (auto const* edge = std::get_if<EdgeRegistered>(&fact)) {
      names.push_back(to_text(edge->edge));
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

TEST_P(TheWakeTable, ACrashAfterAnyEntryChangesNoOutcome) {
  std::uint64_t const seed = 1 + GetParam().size() % 5;
  Scenario scenario{&wake_drill(), seed, GetParam(), console::Text::no, {}};
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
