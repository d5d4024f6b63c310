#include "lab/exam/tally.h"

#include <algorithm>
#include <set>

namespace studylab::exam {
namespace {

Group& group_of(Tally& tally, Result const& result) {
  std::pair const key{result.drill, result.level};
  auto const found =
      std::ranges::find(tally.drills, key, [](auto const& row) { return row.first; });
  if (found != tally.drills.end()) return found->second;
  return tally.drills.emplace_back(key, Group{}).second;
}

bool is_valid(Result const& result) { return result.outcome != grade::Outcome::invalid; }

// A rule of one runbook says nothing about the drills of another: only the drills in which it cost
// points count.
void add_rules(Tally& tally, std::span<Result const> results) {
  std::map<std::string, std::set<std::string>> drills_by_rule;
  for (auto const& result : results) {
    if (!is_valid(result)) continue;
    for (auto const& [rule, points] : result.lost) drills_by_rule[rule].insert(result.drill);
  }
  for (auto const& [rule, drills] : drills_by_rule) {
    auto& losses = tally.rules[rule];
    for (auto const& result : results) {
      if (!is_valid(result) || !drills.contains(result.drill)) continue;
      auto const lost = result.lost.find(rule);
      ++losses.of;
      // A run cannot lose more than its whole score, whatever the rule's acts add up to.
      auto const points = lost == result.lost.end() ? 0 : std::uint64_t{lost->second};
      losses.points.add(std::min(points, Sample::highest));
      if (lost != result.lost.end()) losses.group.add(result);
    }
  }
}

}  // namespace

void Group::add(Result const& result) {
  if (!is_valid(result)) {
    ++invalid;
    return;
  }
  ++runs;
  if (result.outcome == grade::Outcome::passed) ++passed;
  scores.add(result.score);
}

Tally tally_of(std::span<Result const> results) {
  Tally tally;
  for (auto const& result : results) {
    tally.all.add(result);
    group_of(tally, result).add(result);
    // A run that could not be opened has no class.
    if (!result.fault_class.empty()) {
      tally.classes[{result.drill, result.fault_class}].add(result);
    }
    if (!is_valid(result)) tally.invalid.push_back(&result);
    if (!result.program_failure.empty()) tally.failed_programs.push_back(&result);
  }
  add_rules(tally, results);
  return tally;
}

}  // namespace studylab::exam
