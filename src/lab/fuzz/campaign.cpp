#include "lab/fuzz/campaign.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lab/drill/own.h"
#include "lab/drill/setup.h"
#include "lab/fuzz/checks.h"
#include "lab/fuzz/mutate.h"
#include "lab/fuzz/schedule.h"
#include "lab/fuzz/shrink.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t rows_drawn = 3;

std::string last_class(std::vector<std::string> const& lines) {
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->starts_with("classify ")) return line->substr(0, line->find(' ', 9));
  }
  return {};
}

class SeedFuzz {
 public:
  SeedFuzz(drill::Drill const& drill, std::uint64_t seed) : random_(Seed{seed, {}}, "fuzz/rows") {
    scenario_.drill = &drill;
    scenario_.seed = seed;
    draw_world();
    if (seed % 2 == 0) {
      auto drawn = draw_faults(scenario_);
      mix_ = drawn.mix;
      scenario_.schedule = std::move(drawn.schedule);
      faulty_ = true;
    }
    tally_.seeds = 1;
  }

  Tally run(Every every) {
    // Rows that name variants are about those of the program's drills.
    bool const own = drill::is_own(*scenario_.drill);
    STUDYLAB_CHECK(own || unknown_variants(*scenario_.drill).empty());
    auto const table = fuzz::table(scenario_.drill->runbook);
    auto const& variant = drill::drawn_variant(*scenario_.drill, Seed{scenario_.seed, {}});
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < table.size(); ++i) {
      bool const of_program = !table[i].variants.empty();
      if (applies(table[i], variant) && !(own && of_program)) candidates.push_back(i);
    }
    // The first two are the expert and idle, which apply to every variant.
    std::set<std::size_t> rows{0, 1};
    while (rows.size() < 2 + rows_drawn)
      rows.insert(random_.pick(std::span<std::size_t const>{candidates}));
    if (every == Every::yes) rows.insert(candidates.begin(), candidates.end());
    for (auto const i : rows) run_row(table[i]);
    return std::move(tally_);
  }

 private:
  // Most runs use the defaults.
  void draw_world() {
    Random random{Seed{scenario_.seed, {}}, "fuzz/world"};
    auto const level = random.below(5);
    scenario_.level = level == 0 ? Level::easy : level == 1 ? Level::hard : Level::normal;
    if (random.chance(200)) scenario_.topology = drill::Topology::live;
  }

  // `expert`; `expert, hard, live`.
  std::string in_world(std::string const& row) const {
    auto words = row;
    if (scenario_.level != Level::normal) words += fmt::format(", {}", to_text(scenario_.level));
    if (scenario_.topology == drill::Topology::live) words += ", live";
    return words;
  }

  void run_row(Row const& row) {
    auto run = run_scenario(scenario_, row.make, faulty_ ? nullptr : &references_);
    count(row.name, run);
    if (!run.failed.empty()) return report_not_run(row.name, run);
    if (row.must == Must::pass_by_chance) {
      ++tally_.random_runs;
      tally_.random_passed += run.score.outcome == grade::Outcome::passed ? 1 : 0;
    }
    if (row.must == Must::guess) check_guess(row);
    if (auto why = faulty_ ? wrong_under_faults(row, run) : wrong(row, run)) {
      found(row.name, {"table", *why}, run);
    }
    check(scenario_, row.name, run);
    if (row.name == "expert") run_mutation(run);
  }

  // Once more under faults, with one that is aimed.
  void run_mutation(FinishedRun const& expert) {
    auto const lines = mutated(expert, random_);
    auto const changed = run_lines(scenario_, lines);
    if (!faulty_ || !changed.failed.empty()) return;
    auto aimed_at = scenario_;
    aimed_at.schedule = aimed(std::move(aimed_at.schedule), changed.entries(), random_);
    run_lines(aimed_at, lines);
  }

  FinishedRun run_lines(Scenario const& scenario, std::vector<std::string> const& lines) {
    auto run = run_scenario(scenario, typing(lines));
    ++tally_.mutations;
    count("mutation", run);
    if (run.failed.empty()) {
      check(scenario, "mutation", run);
    } else {
      report_not_run("mutation", run);
    }
    return run;
  }

  // Faults can prevent the alert: an edge that was down when the errors occurred saw none.
  void report_not_run(std::string const& row, FinishedRun const& run) {
    if (faulty_ && !run.played) {
      ++tally_.invalid;
    } else {
      found(row, {"run", run.failed}, run);
    }
  }

  // A guess that is the same in every variant is no better than a random class, because all
  // variants are equally likely.
  void check_guess(Row const& row) {
    std::set<std::string> said;
    for (auto const& variant : scenario_.drill->variants) {
      auto scenario = scenario_;
      scenario.variant = variant.name;
      scenario.text = console::Text::yes;
      scenario.schedule = {};
      auto const run = run_scenario(scenario, row.make);
      count(row.name, run);
      said.insert(last_class(run.lines));
      if (said.size() > 1)
        return found(row.name, {"table", "its guess depends on the variant"}, run);
    }
  }

  // The fault then takes another course: an edge in a gap repairs itself where the event that it
  // misses came late.
  bool control_was_down_before_alert(FinishedRun const& run) const {
    auto const& alert = *run.session().platform().incident;
    return std::ranges::any_of(scenario_.schedule.crashes, [&](auto const& crash) {
      return crash.after_entry ? *crash.after_entry < alert.entry : crash.at < alert.at;
    });
  }

  // What must hold of the table under faults: a run that is not resolved does not pass, and if only
  // the control plane was down after the alert, the expert lost only time.
  std::optional<std::string> wrong_under_faults(Row const& row, FinishedRun const& run) {
    auto const& score = run.score;
    if (score.outcome == grade::Outcome::invalid) {
      ++tally_.invalid;
      return std::nullopt;
    }
    if (score.outcome == grade::Outcome::passed && !score.resolved && !score.handed_over) {
      return "passed, but not resolved: " + in_a_line(score);
    }
    if (row.name != "expert") return std::nullopt;
    bool const done = score.resolved || score.handed_over;
    if (!done && (mix_ != FaultMix::control_only || control_was_down_before_alert(run))) {
      ++tally_.unresolved;
      return std::nullopt;
    }
    if (!done) return "the expert did not resolve it: " + in_a_line(score);
    bool const time_only = std::ranges::all_of(
        score.deductions, [](grade::Deduction const& lost) { return lost.rule == "OP3"; });
    if (mix_ == FaultMix::control_only && !time_only) {
      return "the control plane's absence cost more than time: " + in_a_line(score);
    }
    return std::nullopt;
  }

  void check(Scenario const& scenario, std::string const& row, FinishedRun const& run) {
    for (auto const& violation : rule_violations(scenario, run))
      found(row, violation, run, scenario.schedule);
    for (auto const& violation : record_violations(scenario, run))
      found(row, violation, run, scenario.schedule);
  }

  void count(std::string const& row, FinishedRun const& run) {
    ++tally_.runs;
    ++tally_.by_row[row];
    if (faulty_) ++tally_.faulty_runs;
    if (run.played) tally_.entries += run.entries().size();
  }

  // Only the first finding of each rule on a seed is shrunk.
  void found(std::string const& row, Violation const& violation, FinishedRun const& run) {
    found(row, violation, run, scenario_.schedule);
  }
  void found(std::string const& row, Violation const& violation, FinishedRun const& run,
             world::Schedule const& schedule) {
    if (!reported_.insert(violation.rule + row).second) return;
    Case shown{run.lines, schedule};
    if (violation.rule != "table" && violation.rule != "run") {
      shown =
          smallest(std::move(shown), [&](Case const& less) { return shows(less, violation.rule); });
    }
    tally_.findings.push_back({scenario_.seed, run.variant ? run.variant->name : std::string{},
                               in_world(row), violation.rule, violation.what, shown.lines,
                               in_words(shown.schedule)});
  }

  bool shows(Case const& less, std::string const& rule) const {
    auto scenario = scenario_;
    scenario.schedule = less.schedule;
    auto const run = run_scenario(scenario, typing(less.lines));
    if (!run.failed.empty()) return false;
    auto const is = [&](Violation const& violation) { return violation.rule == rule; };
    return std::ranges::any_of(rule_violations(scenario, run), is) ||
           std::ranges::any_of(record_violations(scenario, run), is);
  }

  Scenario scenario_;
  Random random_;
  FaultMix mix_ = FaultMix::all;
  bool faulty_ = false;
  References references_;
  std::set<std::string> reported_;
  Tally tally_;
};

}  // namespace

void Tally::add(Tally const& part) {
  seeds += part.seeds;
  runs += part.runs;
  entries += part.entries;
  faulty_runs += part.faulty_runs;
  mutations += part.mutations;
  invalid += part.invalid;
  unresolved += part.unresolved;
  random_runs += part.random_runs;
  random_passed += part.random_passed;
  for (auto const& [row, count] : part.by_row) by_row[row] += count;
  findings.insert(findings.end(), part.findings.begin(), part.findings.end());
}

Tally fuzz_seed(drill::Drill const& drill, std::uint64_t seed, Every every) {
  return SeedFuzz{drill, seed}.run(every);
}

std::string random_passes_too_often(Tally const& tally) {
  if (tally.random_passed == 0 || tally.random_passed * 1000 < tally.random_runs) return {};
  return fmt::format("random passed {} of {} runs", tally.random_passed, tally.random_runs);
}

}  // namespace studylab::fuzz
