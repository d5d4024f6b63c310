// The grader's table for host upgrades, and crashes of every process after every entry.
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lab/drill/host_upgrade/draw.h"
#include "lab/drill/load.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t upgrade_seeds = 12;  // unless a sweep requests others

drill::Drill const& upgrade_drill() { return *drill::find_drill("host-upgrade"); }

class TheUpgradeTable : public ::testing::TestWithParam<std::string> {};

TEST_P(TheUpgradeTable, Holds) { expect_table_holds(upgrade_drill(), GetParam(), upgrade_seeds); }

TEST_P(TheUpgradeTable, ACrashAfterAnyEntryChangesNoOutcome) {
  expect_crashes_change_nothing(upgrade_drill(), GetParam(), Crashing::all);
}

INSTANTIATE_TEST_SUITE_P(Variants, TheUpgradeTable,
                         ::testing::ValuesIn(variants_of(upgrade_drill())),
                         [](auto const& variant) { return test_name(variant); });

TEST(TheUpgradeTable, EveryRowNamesVariantsOfTheDrill) {
  EXPECT_EQ(unknown_variants(upgrade_drill()), std::vector<std::string>{});
}

TEST(TheUpgradeTable, AGuessIsTheSameInEveryVariant) {
  expect_guesses_are_the_same(upgrade_drill(), upgrade_seeds);
}

// The expert's lines without those that begin so; a plan is another line.
std::vector<std::string> without_lines(std::vector<std::string> lines, std::string_view begin) {
  std::erase_if(lines, [&](std::string const& line) {
    return line.starts_with(begin) && !line.ends_with("--plan");
  });
  return lines;
}

std::uint32_t lost(FinishedRun const& run, std::string_view rule) {
  std::uint32_t points = 0;
  for (auto const& one : run.score.deductions) points += one.rule == rule ? one.points : 0;
  return points;
}

std::string host_named_by(FinishedRun const& run) {
  return to_text(host_of(run.session().platform().incident->opened));
}

// The platform refuses what must follow a step that was left out: that is charged as well.
TEST(TheUpgradeTable, EachStepLeftOutCostsItsPoints) {
  struct Step {
    std::string_view verb, rule;
  };
  constexpr Step steps[] = {{"cordon", "HU1"},
                            {"replace", "HU3"},
                            {"drain", "HU4"},
                            {"rebuild", "HU5"},
                            {"uncordon", "HU6"}};
  for (auto const* variant : {"plain", "drift", "stuck-sessions", "two-hosts"}) {
    for (std::uint64_t seed = 1; seed <= upgrade_seeds; ++seed) {
      Scenario const scenario{&upgrade_drill(), seed, variant, console::Text::no, {}};
      auto const whole = run_scenario(scenario, by_kind("expert"));
      for (auto const& step : steps) {
        auto const begin = std::string{step.verb} + " " + host_named_by(whole);
        auto const run = run_scenario(scenario, typing(without_lines(whole.lines, begin)));
        ASSERT_EQ(run.failed, "");
        EXPECT_EQ(lost(run, step.rule), 5u)
            << step.verb << ", seed " << seed << " " << variant << ": " << in_a_line(run.score);
        // The upgrade goes on without a cordon.
        if (step.rule == "HU1") continue;
        EXPECT_FALSE(run.score.resolved) << step.verb << ", seed " << seed << " " << variant;
      }
    }
  }
}

TEST(TheUpgradeTable, ARebuildOverUnrecordedDriftIsRefusedAndCostsTen) {
  for (std::uint64_t seed = 1; seed <= upgrade_seeds; ++seed) {
    Scenario const scenario{&upgrade_drill(), seed, "drift", console::Text::no, {}};
    auto const whole = run_scenario(scenario, by_kind("expert"));
    auto const run = run_scenario(scenario, typing(without_lines(whole.lines, "record-drift ")));
    EXPECT_EQ(lost(run, "HUN3"), 10u) << seed << ": " << in_a_line(run.score);
    EXPECT_FALSE(run.score.resolved) << seed;
  }
}

// Each owner whose sessions move may be notified, and a cordon may be put back as it was.
TEST(TheUpgradeTable, NoticesToOwnersOnTheHostAndACordonPutBackCostNothing) {
  for (std::uint64_t seed = 1; seed <= upgrade_seeds; ++seed) {
    Scenario const scenario{&upgrade_drill(), seed, "no-headroom", console::Text::no, {}};
    auto const drawn = drill::host_upgrade::draw_upgrade(upgrade_drill(), Seed{seed, {}},
                                                         *upgrade_drill().find("no-headroom"),
                                                         Level::normal, drill::Topology::drawn);
    lab::ExpertOptions options{.strategy = "uncordon"};
    for (auto const& fact : drawn.plan.initial) {
      auto const* one = std::get_if<AllocationRecorded>(&fact);
      if (one == nullptr || one->host != drawn.incident.host) continue;
      options.before_repair.push_back(
          fmt::format("notify-owner {} --because \"its sessions move\"", one->environment.value()));
    }
    auto const run = run_scenario(scenario, expert_with(options));
    EXPECT_EQ(run.score.score, 100u) << seed << ": " << in_a_line(run.score);
    if (!drawn.incident.cordoned) continue;
    auto const again =
        fmt::format("cordon {} --because \"as it was\"", to_text(*drawn.incident.cordoned));
    options.before_close = {again};
    auto const put_back = run_scenario(scenario, expert_with(options));
    for (auto const& lost : put_back.score.deductions) {
      EXPECT_FALSE(std::holds_alternative<grade::OutsideIncident>(lost.reason))
          << seed << ": " << in_a_line(put_back.score);
    }
  }
}

// A healthy host that is returned although there is room.
TEST(TheUpgradeTable, AHostReturnedWithoutNeedIsANeedlessRepair) {
  std::uint32_t tried = 0;
  for (std::uint64_t seed = 1; seed <= upgrade_seeds; ++seed) {
    Scenario const scenario{&upgrade_drill(), seed, "plain", console::Text::no, {}};
    auto const drawn = drill::host_upgrade::draw_upgrade(upgrade_drill(), Seed{seed, {}},
                                                         *upgrade_drill().find("plain"),
                                                         Level::normal, drill::Topology::drawn);
    if (!drawn.incident.cordoned) continue;
    ++tried;
    auto const host = to_text(*drawn.incident.cordoned);
    auto lines = run_scenario(scenario, by_kind("expert")).lines;
    auto const at = std::ranges::find_if(
        lines, [](std::string const& line) { return line.starts_with("classify "); });
    lines.insert(at + 1,
                 {"postcheck " + host, "wait 5s", "uncordon " + host + " --because \"room\""});
    auto const run = run_scenario(scenario, typing(lines));
    EXPECT_GE(lost(run, "OP3"), 10u) << seed << ": " << in_a_line(run.score);
  }
  EXPECT_GT(tried, 0u);
}

// Where nothing better can be done, the host stays in service and a team has the incident.
TEST(TheUpgradeTable, AHandOverNeedsAnAnswerOfTheCapacityTeam) {
  for (std::uint64_t seed = 1; seed <= upgrade_seeds; ++seed) {
    Scenario const scenario{&upgrade_drill(), seed, "no-slots-left", console::Text::no, {}};
    auto const whole = run_scenario(scenario, by_kind("expert"));
    EXPECT_TRUE(whole.score.handed_over) << seed;
    EXPECT_EQ(whole.score.score, 100u) << seed << ": " << in_a_line(whole.score);
    auto const unasked = run_scenario(scenario, typing(without_lines(whole.lines, "escalate ")));
    EXPECT_FALSE(unasked.score.handed_over) << seed;
    EXPECT_EQ(unasked.score.outcome, grade::Outcome::failed) << seed;
    auto const cordoned = run_scenario(scenario, typing(without_lines(whole.lines, "uncordon ")));
    EXPECT_EQ(cordoned.score.outcome, grade::Outcome::failed) << seed;
  }
}

}  // namespace
}  // namespace studylab::fuzz
