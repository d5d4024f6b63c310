#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lab/drill/drill.h"

// Runs many seeds under every kind of fault and checks what must hold for every run.
namespace studylab::fuzz {

enum class Every : std::uint8_t { no, yes };

// One run that violated a rule, reduced to what still violates it.
struct Finding {
  std::uint64_t seed = 0;
  std::string variant;
  std::string row;
  std::string rule;  // of the invariant; `table`, `chain`, `replay` or `run` for the other checks
  std::string what;
  std::vector<std::string> lines;
  std::string schedule;  // as text; empty: no faults
  std::string drill{};
};

// What was done, for a report. Parts of a campaign add up.
struct Tally {
  std::uint64_t seeds = 0;
  std::uint64_t runs = 0;
  std::uint64_t entries = 0;
  std::uint64_t faulty_runs = 0;  // under a schedule
  std::uint64_t mutations = 0;
  std::uint64_t invalid =
      0;  // under faults: the alert never came, or the drill's fault never showed
  std::uint64_t unresolved = 0;  // the expert's, under faults of more than the control plane
  std::uint64_t random_runs = 0;
  std::uint64_t random_passed = 0;
  std::map<std::string, std::uint64_t> by_row;
  std::vector<Finding> findings;

  void add(Tally const& part);
};

// One seed of a drill, with the variant that it draws: expert, idle, three more rows of the table
// and a mutation of the expert; with Every::yes all rows. An odd seed runs without faults, and the
// table must hold; an even seed runs under faults that it draws.
Tally fuzz_seed(drill::Drill const& drill, std::uint64_t seed, Every every);

// The random operator must pass less than once in a thousand runs. Returns a whole campaign's
// violation of that; empty: it holds.
std::string random_passes_too_often(Tally const& tally);

}  // namespace studylab::fuzz
