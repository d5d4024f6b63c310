#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lab/fuzz/played.h"

// Plays many seeds under faults of every kind and holds every run to what must be true of any.
namespace studylab::fuzz {

enum class Every : std::uint8_t { no, yes };

// One run that broke something, cut down to what still breaks it.
struct Finding {
  std::uint64_t seed = 0;
  std::string variant;
  std::string row;
  std::string rule;  // of the invariant; `table`, `chain` or `replay` for the other checks
  std::string what;
  std::vector<std::string> lines;
  std::string schedule;  // in words; empty: none
};

// What was done, for a report. Sums add up over parts of a campaign.
struct Tally {
  std::uint64_t seeds = 0;
  std::uint64_t runs = 0;
  std::uint64_t entries = 0;
  std::uint64_t faulty_runs = 0;
  std::uint64_t random_runs = 0;
  std::uint64_t random_passed = 0;
  std::map<std::string, std::uint64_t> by_row;
  std::vector<Finding> findings;

  void add(Tally const& part);
};

// One seed of a drill. The seed says which rows it plays and under which faults: an odd one without.
Tally fuzz_seed(drill::Drill const& drill, std::uint64_t seed, Every every);

}  // namespace studylab::fuzz
