#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {
namespace {

struct FindingStep {
  std::string_view drill;
  std::string_view rule;
};

std::uint32_t lost_under(FinishedRun const& run, std::string_view rule) {
  std::uint32_t points = 0;
  for (auto const& one : run.score.deductions) points += one.rule == rule ? one.points : 0;
  return points;
}

// Each runbook has a step that finds the facts. It is due before logs are read.
TEST(FindingStep, AfterLogsItCostsTenPointsInEveryDrill) {
  for (auto const& [id, rule] :
       {FindingStep{"bad-deploy", "BD2"}, FindingStep{"stuck-wake", "SW1"},
        FindingStep{"route-gap", "RG1"}, FindingStep{"database-restore", "DR1"},
        FindingStep{"host-upgrade", "HU2"}, FindingStep{"provider-outage", "PO1"}}) {
    auto const& drill = *drill::find_drill(id);
    for (auto const& variant : drill.variants) {
      Scenario const scenario{&drill, 1, variant.name, console::Text::no, {}};
      auto const whole = run_scenario(scenario, by_kind("expert"));
      EXPECT_EQ(lost_under(whole, rule), 0U) << id << " " << variant.name;
      auto const& environment = environment_of(whole.session().platform().incident->opened);
      auto lines = whole.lines;
      lines.insert(lines.begin(), "logs " + environment.value());
      EXPECT_EQ(lost_under(run_scenario(scenario, typing(lines)), rule), 10U)
          << id << " " << variant.name;
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
