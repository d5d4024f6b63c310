#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/drill.h"
#include "lab/fuzz/fuzz_run.h"

// How difficult each level of a drill is, in numbers: what the expert needs, and how often scripts
// in a fixed order pass. A level that does not change these numbers is not a level.
namespace studylab::fuzz {

// Over the seeds; each has one value per run.
struct Spread {
  std::uint64_t sum = 0;
  std::vector<std::uint64_t> values;

  void add(std::uint64_t value);
  double mean() const;           // 0 without a value
  std::uint64_t median() const;  // the upper of the middle two; 0 without a value
};

struct ScriptPassed {
  std::string_view script;
  std::uint64_t passed = 0;
};

struct LevelFigures {
  Level level = Level::normal;
  std::uint64_t seeds = 0;
  // Of the expert: its queries and checks, seconds from the alert to the end, and seconds with the
  // incident's harm.
  Spread queries, seconds, impact;
  std::uint64_t full_scores = 0;      // of the expert
  std::vector<ScriptPassed> scripts;  // in the order of fixed_scripts()

  std::uint64_t passed() const;  // of all scripts' runs
  double pass_rate() const;      // of all scripts' runs, from 0 to 1
};

// One seed with the variant that it draws. A run that does not exist counts as one without points.
void measure_level(drill::Drill const& drill, std::uint64_t seed, LevelFigures& figures);

using AllLevels = std::array<LevelFigures, enum_size<Level>>;
AllLevels empty_levels(drill::Drill const& drill);

// How the figures differ from what levels promise: from each level to the next one, queries and
// seconds rise, the pass rate falls and the impact does not fall, in the mean. One line for each;
// none: they are as promised.
std::vector<std::string> broken_promises(std::string_view drill, AllLevels const& levels);

}  // namespace studylab::fuzz
