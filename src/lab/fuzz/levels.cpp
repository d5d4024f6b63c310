#include "lab/fuzz/levels.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/operators/fixed_order.h"

namespace studylab::fuzz {
namespace {

MakeOperator script(lab::FixedScript const& of) {
  return [&of](language::Opening const& opening, Seed const&) {
    return std::make_unique<lab::FixedOrder>(opening, of);
  };
}

std::uint64_t queries_of(FinishedRun const& run) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(run.entries(), [](FactEntry const& entry) {
        return fact_if<Queried>(entry.fact) != nullptr || fact_if<Checked>(entry.fact) != nullptr;
      }));
}

std::uint64_t in_seconds(Duration length) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(length).count());
}

Duration length_of(FinishedRun const& run) {
  return run.entries().back().at - run.session().alert();
}

Duration impact_of(FinishedRun const& run) {
  for (auto const& entry : run.lab()) {
    if (auto const* truth = std::get_if<TruthMeasured>(&entry.fact)) {
      return truth->measured.failed_time;
    }
  }
  return {};
}

bool passed_run(FinishedRun const& run) {
  return run.failed.empty() && run.score.outcome == grade::Outcome::passed;
}

struct Compared {
  std::string_view what;
  double (*of)(LevelFigures const&);
  enum class Must : std::uint8_t { rise, fall, not_fall } must;
};
constexpr Compared promises[] = {
    {"the expert's queries", [](LevelFigures const& of) { return of.queries.mean(); },
     Compared::Must::rise},
    {"the expert's seconds", [](LevelFigures const& of) { return of.seconds.mean(); },
     Compared::Must::rise},
    {"the scripts' pass rate", [](LevelFigures const& of) { return of.pass_rate(); },
     Compared::Must::fall},
    {"the impact", [](LevelFigures const& of) { return of.impact.mean(); },
     Compared::Must::not_fall},
};

bool kept(Compared const& promise, double before, double after) {
  switch (promise.must) {
    case Compared::Must::rise: return after > before;
    case Compared::Must::fall: return after < before;
    case Compared::Must::not_fall: return after >= before;
  }
  check_failed("what a figure must do", __FILE__, __LINE__);
}

}  // namespace

void Spread::add(std::uint64_t value) {
  sum += value;
  values.push_back(value);
}

double Spread::mean() const {
  return values.empty() ? 0 : static_cast<double>(sum) / static_cast<double>(values.size());
}

std::uint64_t Spread::median() const {
  if (values.empty()) return 0;
  auto sorted = values;
  std::ranges::sort(sorted);
  return sorted[sorted.size() / 2];
}

std::uint64_t LevelFigures::passed() const {
  std::uint64_t sum = 0;
  for (auto const& one : scripts) sum += one.passed;
  return sum;
}

double LevelFigures::pass_rate() const {
  auto const runs = seeds * scripts.size();
  return runs == 0 ? 0 : static_cast<double>(passed()) / static_cast<double>(runs);
}

AllLevels empty_levels(drill::Drill const& drill) {
  AllLevels levels;
  for (std::uint32_t n = 0; n < enum_size<Level>; ++n) {
    levels[n].level = static_cast<Level>(n);
    for (auto const& one : lab::fixed_scripts(drill.runbook)) {
      levels[n].scripts.push_back({one.name, 0});
    }
  }
  return levels;
}

void measure_level(drill::Drill const& drill, std::uint64_t seed, LevelFigures& figures) {
  Scenario const scenario{&drill, seed, {}, console::Text::no, {}, figures.level};
  References references;
  auto const expert = run_scenario(scenario, by_kind("expert"), &references);
  ++figures.seeds;
  if (!expert.failed.empty()) return;
  figures.queries.add(queries_of(expert));
  figures.seconds.add(in_seconds(length_of(expert)));
  figures.impact.add(in_seconds(impact_of(expert)));
  if (expert.score.score == 100 && passed_run(expert)) ++figures.full_scores;
  auto const scripts = lab::fixed_scripts(drill.runbook);
  STUDYLAB_CHECK(scripts.size() == figures.scripts.size());
  for (std::size_t i = 0; i < scripts.size(); ++i) {
    if (passed_run(run_scenario(scenario, script(scripts[i]), &references))) {
      ++figures.scripts[i].passed;
    }
  }
}

std::vector<std::string> broken_promises(std::string_view drill, AllLevels const& levels) {
  std::vector<std::string> broken;
  for (std::size_t n = 1; n < levels.size(); ++n) {
    for (auto const& promise : promises) {
      auto const before = promise.of(levels[n - 1]);
      auto const after = promise.of(levels[n]);
      if (kept(promise, before, after)) continue;
      broken.push_back(fmt::format("{}, {} to {}: {} from {:.3f} to {:.3f}", drill,
                                   to_text(levels[n - 1].level), to_text(levels[n].level),
                                   promise.what, before, after));
    }
  }
  return broken;
}

}  // namespace studylab::fuzz
