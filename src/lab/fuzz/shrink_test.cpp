// What a case is reduced to: for many ways to fail that are drawn by chance, and for a run.
#include "lab/fuzz/shrink.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "lab/drill/load.h"
#include "lab/fuzz/schedule.h"

namespace studylab::fuzz {
namespace {

// The sets of lines and faults of which each, if it is whole, breaks a rule; `but_not`: except
// together with this line, so that removing a line can also make a case fail.
struct Failure {
  std::string rule;
  std::set<std::string> lines;
  std::size_t crashes = 0;
  std::string but_not;
};

std::optional<std::string> rule_broken(Case const& one, std::vector<Failure> const& failures) {
  for (auto const& failure : failures) {
    std::set<std::string> const lines{one.lines.begin(), one.lines.end()};
    if (std::ranges::includes(lines, failure.lines) && !lines.contains(failure.but_not) &&
        one.schedule.crashes.size() >= failure.crashes) {
      return failure.rule;
    }
  }
  return std::nullopt;
}

struct DrawnCase {
  Case whole;
  std::vector<Failure> failures;
};

std::string line(std::uint64_t n) { return fmt::format("line {}", n); }

DrawnCase drawn(Random& random) {
  DrawnCase drawn;
  auto const lines = 1 + random.below(25);
  for (std::uint64_t n = 0; n < lines; ++n) drawn.whole.lines.push_back(line(n));
  for (auto crashes = random.below(4); crashes > 0; --crashes) {
    drawn.whole.schedule.crashes.push_back({"edge-a", std::nullopt, {}, std::chrono::seconds{1}});
  }
  for (auto const* rule : {"first", "second", "first"}) {
    Failure failure{rule, {}, random.below(drawn.whole.schedule.crashes.size() + 1), {}};
    for (auto wanted = random.below(5); wanted > 0; --wanted) {
      failure.lines.insert(line(random.below(lines)));
    }
    if (random.chance(300)) failure.but_not = line(random.below(lines));
    drawn.failures.push_back(std::move(failure));
  }
  return drawn;
}

std::size_t size_of(Case const& one) {
  return one.lines.size() + with_one_less(one.schedule).size();
}

std::vector<Case> with_one_removed(Case const& one) {
  std::vector<Case> all;
  for (std::size_t at = 0; at < one.lines.size(); ++at) {
    auto less = one;
    less.lines.erase(less.lines.begin() + static_cast<std::ptrdiff_t>(at));
    all.push_back(std::move(less));
  }
  for (auto& schedule : with_one_less(one.schedule)) all.push_back({one.lines, schedule});
  return all;
}

// Whether `less` are some of the lines, in their order.
bool are_some_of(std::vector<std::string> const& less, std::vector<std::string> const& lines) {
  auto at = lines.begin();
  return std::ranges::all_of(less, [&](std::string const& one) {
    at = std::find(at, lines.end(), one);
    return at != lines.end() && (++at, true);
  });
}

TEST(Shrink, LeavesTheSameFailureFromWhichNothingMoreCanBeRemoved) {
  Random random{Seed{1, {}}, "cases"};
  for (int round = 0; round < 500; ++round) {
    auto const [whole, failures] = drawn(random);
    auto const rule = rule_broken(whole, failures);
    if (!rule) continue;
    std::size_t runs = 0;
    auto const shows = [&](Case const& less) {
      ++runs;
      return rule_broken(less, failures) == rule;
    };
    auto const found = smallest(whole, shows);
    EXPECT_LE(runs, (size_of(whole) + 1) * (size_of(whole) + 1));
    EXPECT_EQ(rule_broken(found, failures), rule);
    EXPECT_TRUE(are_some_of(found.lines, whole.lines));
    EXPECT_LE(found.schedule.crashes.size(), whole.schedule.crashes.size());
    for (auto const& less : with_one_removed(found)) {
      EXPECT_NE(rule_broken(less, failures), rule)
          << fmt::format("{}", fmt::join(less.lines, "; "));
    }
  }
}

TEST(Shrink, KeepsWhatFailsOnlyWhole) {
  Case const whole{{"a", "b", "c"}, {}};
  std::size_t runs = 0;
  auto const found = smallest(whole, [&](Case const& less) {
    ++runs;
    return less.lines.size() == 3;
  });
  EXPECT_EQ(found.lines, whole.lines);
  EXPECT_EQ(runs, 3U);
}

TEST(Shrink, LeavesNothingOfWhatAlwaysFails) {
  Case const whole{{"a", "b", "a", "b"}, {}};
  auto const found = smallest(whole, [](Case const&) { return true; });
  EXPECT_TRUE(found.lines.empty());
}

bool is_refused(FinishedRun const& run, std::string_view code) {
  return std::ranges::any_of(run.score.refusals,
                             [&](grade::RefusalSeen const& seen) { return seen.code == code; });
}

TEST(Shrink, ReducesTheCommandsOfARun) {
  Scenario const scenario{drill::find_drill("bad-deploy"), 7, "app-only", console::Text::no, {}};
  auto const whole = run_scenario(scenario, by_kind("reckless"));
  ASSERT_EQ(whole.failed, "");
  ASSERT_FALSE(whole.score.refusals.empty());
  auto const code = whole.score.refusals.back().code;
  auto const shows = [&](Case const& less) {
    auto const run = run_scenario(scenario, typing(less.lines));
    return run.failed.empty() && is_refused(run, code);
  };
  Case const typed{whole.lines, {}};
  ASSERT_TRUE(shows(typed));
  auto const found = smallest(typed, shows);
  EXPECT_LT(found.lines.size(), whole.lines.size());
  EXPECT_TRUE(are_some_of(found.lines, whole.lines));
  EXPECT_TRUE(shows(found));
  for (auto const& less : with_one_removed(found)) EXPECT_FALSE(shows(less));
}

}  // namespace
}  // namespace studylab::fuzz
