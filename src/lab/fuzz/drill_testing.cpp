#include "lab/fuzz/drill_testing.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/sweep_testing.h"
#include "lab/drill/setup.h"
#include "lab/fuzz/checks.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

// An edge reports what failed in it at the end of each interval.
constexpr Duration observation_interval = std::chrono::seconds{10};

std::string last_class(std::vector<std::string> const& lines) {
  std::string stated;
  for (auto const& line : lines) {
    if (line.starts_with("classify ")) stated = line.substr(0, line.find(' ', 9));
  }
  return stated;
}

std::vector<std::string> processes(drill::DrawnRun const& drawn, Crashing crashing) {
  std::vector<std::string> names{"control"};
  for (auto const& fact : drawn.plan.initial) {
    if (auto const* edge = std::get_if<EdgeRegistered>(&fact)) {
      auto const name = to_text(edge->edge);
      bool const alerts = drawn.alert.starts_with(name);
      if (crashing == Crashing::all || !alerts) names.push_back(name);
    }
    if (auto const* host = std::get_if<HostRegistered>(&fact)) {
      names.push_back("runner-" + to_text(host->host));
    }
  }
  return names;
}

// What a run lost, other than for its time.
std::vector<std::string> losses_of(FinishedRun const& run) {
  std::vector<std::string> rows;
  for (auto const& one : run.score.deductions) {
    if (std::holds_alternative<grade::TooSlow>(one.reason)) continue;
    rows.push_back(fmt::format("{} {} {}", one.points, one.rule, grade::to_text(one.reason)));
  }
  return rows;
}

EntryId first_of_run(FinishedRun const& run) {
  auto const first = std::ranges::find_if(run.entries(), [](FactEntry const& entry) {
    return !std::holds_alternative<RunFact>(entry.fact) &&
           !std::holds_alternative<InitialFact>(entry.fact);
  });
  return first == run.entries().end() ? EntryId{} : first->id;
}

bool is_symptom_query(FactEntry const& entry) {
  auto const* waited = fact_if<Waited>(entry.fact);
  if (waited != nullptr) return waited->until == WaitFor::symptom_gone;
  auto const* queried = fact_if<Queried>(entry.fact);
  return queried != nullptr && (queried->query == "incident" || queried->query == "errors");
}

Instant last_symptom_query(FinishedRun const& whole) {
  auto const& entries = whole.entries();
  auto const last = std::find_if(entries.rbegin(), entries.rend(), is_symptom_query);
  return last == entries.rend() ? entries.back().at : last->at;
}

// An edge that crashes refuses requests until it has started again, and reports them as errors at
// the end of its interval. The expert states the impact and closes right after its last query of
// the symptom: errors of an interval that was not over by then bring the symptom back, and no
// answer could have shown it. Nothing else may be unmet, and a crash that an answer could have
// shown is not excused.
bool symptom_came_back(Scenario const& crashed, FinishedRun const& whole,
                       grade::Score const& score) {
  auto const& crash = crashed.schedule.crashes.front();
  auto const at = whole.entries()[crash.after_entry->number - 1].at;
  bool const unseen = at >= last_symptom_query(whole) - observation_interval;
  std::vector<grade::UnmetCondition> const symptom{{grade::Unmet::symptom_absent, std::nullopt}};
  return crash.component.starts_with("edge-") && unseen && score.unmet == symptom;
}

void expect_crash_changes_nothing(Scenario const& crashed, FinishedRun const& whole,
                                  std::string const& where) {
  auto const run = run_scenario(crashed, by_kind("expert"));
  ASSERT_EQ(run.failed, "") << where;
  for (auto const& violation : rule_violations(crashed, run)) {
    ADD_FAILURE() << where << violation.what;
  }
  EXPECT_TRUE(run.score.resolved || run.score.handed_over ||
              symptom_came_back(crashed, whole, run.score))
      << where << ": " << in_a_line(run.score);
  EXPECT_EQ(losses_of(run), losses_of(whole)) << where << ": " << in_a_line(run.score);
}

}  // namespace

std::vector<std::string> variants_of(drill::Drill const& drill) {
  std::vector<std::string> names;
  for (auto const& variant : drill.variants) names.push_back(variant.name);
  return names;
}

void expect_table_holds(drill::Drill const& drill, std::string const& variant,
                        std::uint64_t seeds) {
  auto const rows = table(drill.runbook);
  auto const swept = testing::sweep_seeds(seeds);
  std::uint64_t passed_by_chance = 0;
  for (auto seed = swept.first; seed <= swept.last; ++seed) {
    Scenario const scenario{&drill, seed, variant, console::Text::no, {}};
    References references;
    for (auto const& row : rows) {
      if (!applies(row, *drill.find(variant))) continue;
      auto const run = run_scenario(scenario, row.make, &references);
      auto const why = wrong(row, run);
      EXPECT_EQ(why, std::nullopt) << "seed " << seed << ": " << why.value_or("");
      bool const passed = run.score.outcome == grade::Outcome::passed;
      if (row.must == Must::pass_by_chance && passed) ++passed_by_chance;
    }
  }
  EXPECT_EQ(passed_by_chance, 0U);
}

void expect_guesses_are_the_same(drill::Drill const& drill, std::uint64_t seeds) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (auto const& row : table(drill.runbook)) {
      if (row.must != Must::guess) continue;
      std::set<std::string> stated;
      for (auto const& variant : drill.variants) {
        Scenario const scenario{&drill, seed, variant.name, console::Text::yes, {}};
        stated.insert(last_class(run_scenario(scenario, row.make).lines));
      }
      EXPECT_EQ(stated.size(), 1U) << row.name << ", seed " << seed;
    }
  }
}

void expect_crashes_change_nothing(drill::Drill const& drill, std::string const& variant,
                                   Crashing crashing) {
  std::uint64_t const seed = 1 + variant.size() % 5;
  Scenario scenario{&drill, seed, variant, console::Text::no, {}};
  auto const whole = run_scenario(scenario, by_kind("expert"));
  auto const first = first_of_run(whole);
  ASSERT_TRUE(first);
  auto const drawn = drill::draw(drill, Seed{seed, {}}, *drill.find(variant), Level::normal,
                                 drill::Topology::drawn);
  for (auto const& component : processes(drawn, crashing)) {
    for (auto entry = first; entry <= whole.entries().back().id; ++entry.number) {
      scenario.schedule = {};
      scenario.schedule.crashes.push_back(
          {component, entry, Instant{}, std::chrono::milliseconds{700}});
      auto const where =
          fmt::format("{} after {} of seed {} {}", component, to_text(entry), seed, variant);
      expect_crash_changes_nothing(scenario, whole, where);
    }
  }
}

}  // namespace studylab::fuzz
