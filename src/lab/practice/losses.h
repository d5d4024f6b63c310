#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

// Under which rules points were lost, over runs. Pure.
namespace studylab::practice {

// Points that one run lost, by rule.
using RunLosses = std::map<std::string, std::uint32_t>;

struct RuleLosses {
  std::string rule;
  std::uint32_t points = 0;         // of all runs
  std::uint32_t runs = 0;           // in which it cost points
  std::vector<std::uint32_t> over;  // the points of each run, in the given order

  friend bool operator==(RuleLosses const&, RuleLosses const&) = default;
};

// Each rule that cost points, the dearest first, then by name.
std::vector<RuleLosses> by_rule(std::span<RunLosses const> runs);

}  // namespace studylab::practice
