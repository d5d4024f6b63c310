#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lab/exam/result.h"
#include "lab/exam/statistics.h"

namespace studylab::exam {

// Runs that are counted together. An invalid run has no score and is in no share.
struct Group {
  std::uint64_t runs = 0;  // valid
  std::uint64_t passed = 0;
  std::uint64_t invalid = 0;
  Sample scores;  // of valid runs

  void add(Result const& result);
};

// The points that one rule cost.
struct RuleLosses {
  Group group;           // the runs that lost points by it
  std::uint64_t of = 0;  // valid runs of the drills in which it cost points
  Sample points;         // in all of those, 0 where it cost nothing; at most 100 a run
};

// What an exam found. It does not depend on the order of the results.
struct Tally {
  Group all;
  // In the order of their first run.
  std::vector<std::pair<std::pair<std::string, Level>, Group>> drills;  // by drill and level
  std::map<std::pair<std::string, std::string>, Group> classes;         // by drill and class
  std::map<std::string, RuleLosses> rules;
  std::vector<Result const*> invalid;          // in the order of the results
  std::vector<Result const*> failed_programs;  // the same
};

// `results` must outlive the tally.
Tally tally_of(std::span<Result const> results);

}  // namespace studylab::exam
