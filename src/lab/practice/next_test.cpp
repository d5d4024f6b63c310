#include "lab/practice/next.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace studylab::practice {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

Day const now{std::chrono::sys_days{std::chrono::year{2026} / 5 / 20}};
std::vector<std::string> const drills{"a", "b", "c", "d", "e", "f"};

Attempt attempt(std::string drill, std::int64_t days_ago, std::uint32_t score) {
  return {std::move(drill), now - days{days_ago}, score, score >= 80};
}

std::vector<std::string> names(std::vector<Proposal> const& proposals) {
  std::vector<std::string> names;
  for (auto const& one : proposals) names.push_back(one.drill);
  return names;
}

std::vector<Attempt> random_attempts(std::mt19937& random) {
  std::vector<Attempt> attempts(random() % 30);
  for (auto& one : attempts) {
    one = attempt(drills[random() % drills.size()], static_cast<std::int64_t>(random() % 90),
                  static_cast<std::uint32_t>(random() % 101));
  }
  return attempts;
}

TEST(Next, WithoutRunsTheOrderIsThatOfTheDrills) {
  EXPECT_EQ(names(in_order(drills, {}, now)), drills);
}

TEST(Next, ADrillRestsLongerAfterEachPass) {
  EXPECT_EQ(rest_after(0), days{0});
  EXPECT_EQ(rest_after(1), days{1});
  EXPECT_EQ(rest_after(4), days{8});
  EXPECT_EQ(rest_after(1000), days{64});
}

TEST(Next, AFailureIsDueAtOnce) {
  std::vector<Attempt> const attempts{attempt("a", 3, 90), attempt("a", 0, 70)};
  auto const first = in_order(std::vector<std::string>{"a"}, attempts, now).front();
  EXPECT_EQ(first.why, Why::failed_last);
  EXPECT_EQ(first.due, now);
  EXPECT_EQ(reason(first, now),
            "the last run, today, failed; the latest runs have 80 points on average");
}

TEST(Next, TheReasonIsOneSentence) {
  std::vector<std::string> const one{"a"};
  std::vector<Attempt> const due{attempt("a", 9, 90)};
  EXPECT_EQ(reason(in_order(one, due, now).front(), now),
            "it is due: passed 1 time, last 9 days ago, with 90 points on average");
  std::vector<Attempt> const rests{attempt("a", 3, 90), attempt("a", 1, 100)};
  EXPECT_EQ(reason(in_order(one, rests, now).front(), now),
            "nothing is due; it is the weakest, with 95 points on average, and due tomorrow");
  EXPECT_EQ(reason(in_order(one, {}, now).front(), now), "this home has no graded run of it");
}

// What holds for any runs: never practised first; due before not due; weaker before stronger; of
// equally weak ones, the longest unpractised.
TEST(Next, HoldsForAnyRuns) {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    std::mt19937 random{seed};
    auto const attempts = random_attempts(random);
    auto const order = in_order(drills, attempts, now);
    auto found = names(order);
    std::ranges::sort(found);
    ASSERT_EQ(found, drills) << "seed " << seed;
    for (std::size_t i = 1; i < order.size(); ++i) {
      auto const& before = order[i - 1];
      auto const& after = order[i];
      bool const never_before = before.why == Why::never_practised;
      ASSERT_TRUE(after.why != Why::never_practised || never_before) << "seed " << seed;
      if (never_before) continue;
      bool const due_before = before.due <= now;
      bool const due_after = after.due <= now;
      ASSERT_TRUE(due_before || !due_after) << "seed " << seed;
      if (due_before != due_after) continue;
      ASSERT_LE(before.score, after.score) << "seed " << seed;
      ASSERT_TRUE(before.score != after.score || before.last <= after.last) << "seed " << seed;
    }
  }
}

TEST(Next, TheOrderOfTheRunsDoesNotMatter) {
  std::mt19937 random{7};
  auto attempts = random_attempts(random);
  for (std::size_t i = 0; i < attempts.size(); ++i) attempts[i].at += std::chrono::seconds{i};
  auto const order = in_order(drills, attempts, now);
  std::ranges::reverse(attempts);
  EXPECT_EQ(in_order(drills, attempts, now), order);
}

}  // namespace
}  // namespace studylab::practice
