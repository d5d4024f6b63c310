#include "lab/practice/losses.h"

#include <algorithm>
#include <ranges>
#include <tuple>

namespace studylab::practice {

std::vector<RuleLosses> by_rule(std::span<RunLosses const> runs) {
  std::map<std::string, RuleLosses> rules;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    for (auto const& [rule, points] : runs[run]) {
      if (points == 0) continue;
      auto& losses = rules[rule];
      losses.rule = rule;
      losses.points += points;
      ++losses.runs;
      losses.over.resize(runs.size());
      losses.over[run] = points;
    }
  }
  std::vector<RuleLosses> sorted;
  for (auto& losses : std::views::values(rules)) sorted.push_back(std::move(losses));
  std::ranges::sort(sorted, {}, [](RuleLosses const& one) {
    return std::tuple{-static_cast<std::int64_t>(one.points), one.rule};
  });
  return sorted;
}

}  // namespace studylab::practice
