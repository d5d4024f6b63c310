// A process crashes and restarts after any entry of an expert's run: the operation completes once,
// the chains verify, and the score is the same except for time.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/sweep_testing.h"
#include "lab/drill/load.h"
#include "lab/drill/setup.h"
#include "lab/fuzz/checks.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 6> variants{
    "app-only",        "database-migration", "database-migration-destructive",
    "runtime-service", "route-propagation",  "no-fault"};

// What was lost but for time: a crash may cost that.
std::vector<std::string> lost(FinishedRun const& run) {
  std::vector<std::string> rows;
  for (auto const& one : run.score.deductions) {
    if (std::holds_alternative<grade::TooSlow>(one.reason)) continue;
    rows.push_back(fmt::format("{} {} {}", one.points, one.rule, grade::to_text(one.reason)));
  }
  return rows;
}

class CrashAnywhere : public ::testing::Test {
 protected:
  // Crashes `component` after each entry that follows the initial state, one run each.
  void sweep(std::string_view variant, std::uint64_t seed, std::string const& component) {
    auto const& drill = *drill::find_drill("bad-deploy");
    Scenario scenario{&drill, seed, std::string{variant}, console::Text::no, {}};
    auto const whole = run_scenario(scenario, by_kind("expert"));
    auto const alert = std::ranges::find_if(whole.entries(), [](FactEntry const& entry) {
      return fact_if<IncidentOpened>(entry.fact) != nullptr;
    });
    ASSERT_NE(alert, whole.entries().end());
    bool const raises_alert = component == to_text(edge_of(*fact_if<IncidentOpened>(alert->fact)));
    auto const first = std::ranges::find_if(whole.entries(), [](FactEntry const& entry) {
      return !std::holds_alternative<RunFact>(entry.fact) &&
             !std::holds_alternative<InitialFact>(entry.fact);
    });
    ASSERT_NE(first, whole.entries().end());
    std::uint32_t differ = 0;
    std::uint32_t alerts = 0;
    for (auto entry = first->id; entry <= whole.entries().back().id; ++entry.number) {
      scenario.schedule = {};
      scenario.schedule.crashes.push_back({component, entry, Instant{}, milliseconds{700}});
      auto const run = run_scenario(scenario, by_kind("expert"));
      auto const where =
          fmt::format("{} after {} of seed {} {}", component, to_text(entry), seed, variant);
      // Errors that pass while this edge is down, or whose count a crash takes with it, raise no
      // alert.
      bool const may_be_missed = raises_alert && variant == "no-fault" && entry < alert->id;
      if (may_be_missed && !run.played) continue;
      ASSERT_EQ(run.failed, "") << where;
      ++alerts;
      for (auto const& violation : rule_violations(scenario, run))
        ADD_FAILURE() << where << violation.what;
      for (auto const& violation : record_violations(scenario, run))
        ADD_FAILURE() << where << violation.what;
      EXPECT_TRUE(run.score.resolved) << where << ": " << in_a_line(run.score);
      EXPECT_EQ(lost(run), lost(whole)) << where << ": " << in_a_line(run.score);
      differ += run.head() != whole.head() ? 1 : 0;
    }
    EXPECT_GT(alerts, 0U) << component << " of seed " << seed << " " << variant;
    // A crash without any effect would test nothing.
    EXPECT_GT(differ, 0U) << component << " of seed " << seed << " " << variant;
  }

  template <class Components>
  void sweep_all(Components components_of) {
    auto const seeds = testing::sweep_seeds(2 * variants.size());
    for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
      auto const variant = variants[seed % variants.size()];
      for (auto const& component : components_of(seed, variant)) sweep(variant, seed, component);
    }
  }
};

drill::DrawnRun drawn(std::uint64_t seed, std::string_view variant) {
  auto const& drill = *drill::find_drill("bad-deploy");
  return drill::draw(drill, Seed{seed, {}}, *drill.find(variant), Level::normal,
                     drill::Topology::drawn);
}

template <class Registered, class Name>
std::vector<std::string> names_of(drill::DrawnRun const& run, Name name) {
  std::vector<std::string> names;
  for (auto const& fact : run.plan.initial) {
    if (auto const* one = std::get_if<Registered>(&fact)) names.push_back(name(*one));
  }
  return names;
}

TEST_F(CrashAnywhere, TheControlPlane) {
  sweep_all([](std::uint64_t, std::string_view) { return std::vector<std::string>{"control"}; });
}

TEST_F(CrashAnywhere, AnEdge) {
  sweep_all([](std::uint64_t seed, std::string_view variant) {
    return names_of<EdgeRegistered>(drawn(seed, variant),
                                    [](EdgeRegistered const& edge) { return to_text(edge.edge); });
  });
}

TEST_F(CrashAnywhere, ARunner) {
  sweep_all([](std::uint64_t seed, std::string_view variant) {
    return names_of<HostRegistered>(drawn(seed, variant), [](HostRegistered const& host) {
      return "runner-" + to_text(host.host);
    });
  });
}

}  // namespace
}  // namespace studylab::fuzz
