// What people say when the alert opens: it is drawn from the seed alone, and names every class
// equally often.
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/setup.h"

namespace studylab::drill {
namespace {

std::vector<world::PersonSpeaks> said_in(DrawnRun const& run) {
  std::vector<world::PersonSpeaks> said;
  for (auto const& change : run.plan.changes) {
    if (auto const* one = std::get_if<world::PersonSpeaks>(&change.what)) said.push_back(*one);
  }
  return said;
}

std::vector<world::PersonSpeaks> said(Drill const& drill, std::uint64_t seed,
                                      Variant const& variant, Level level) {
  return said_in(draw(drill, Seed{seed}, variant, level, Topology::drawn));
}

std::vector<std::string> texts(std::vector<world::PersonSpeaks> const& said) {
  std::vector<std::string> lines;
  for (auto const& one : said) {
    lines.push_back(one.person.value() + "/" + std::string{to_text(one.role)} + "/" + one.text);
  }
  return lines;
}

TEST(Statements, AreMadeOnHardOnlyByPeopleWithDifferentRoles) {
  for (auto const& drill : drills()) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      auto const& variant = drawn_variant(drill, Seed{seed});
      EXPECT_TRUE(said(drill, seed, variant, Level::easy).empty());
      EXPECT_TRUE(said(drill, seed, variant, Level::normal).empty());
      auto const run = draw(drill, Seed{seed}, variant, Level::hard, Topology::drawn);
      auto const all = said_in(run);
      EXPECT_EQ(all.size(), run.statements);
      ASSERT_GE(all.size(), 2U) << drill.id;
      ASSERT_LE(all.size(), 3U) << drill.id;
      for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].text.find('{'), std::string::npos) << all[i].text;
        for (std::size_t j = 0; j < i; ++j) {
          EXPECT_NE(all[i].role, all[j].role);
          EXPECT_NE(all[i].person, all[j].person);
        }
      }
    }
  }
}

TEST(Statements, AreTheSameInEveryVariantAtTheSameInstant) {
  for (auto const& drill : drills()) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      auto const first = texts(said(drill, seed, drill.variants.front(), Level::hard));
      for (auto const& variant : drill.variants) {
        EXPECT_EQ(texts(said(drill, seed, variant, Level::hard)), first)
            << drill.id << " " << variant.name << " " << seed;
      }
    }
  }
}

TEST(Statements, EveryClassHasOneHunch) {
  for (auto const& drill : drills()) {
    std::map<FaultClass, std::uint32_t> named;
    for (auto const& hunch : drill.statements.hunches) ++named[hunch.fault_class];
    for (auto const& variant : drill.variants) EXPECT_EQ(named[variant.fault_class], 1U);
  }
}

// The class that the colleague names; none: no colleague speaks, or two texts are the same.
std::optional<FaultClass> named_class(Drill const& drill, DrawnRun const& run) {
  for (auto const& one : said_in(run)) {
    if (one.role != SpeakerRole::colleague) continue;
    for (auto const& hunch : drill.statements.hunches) {
      auto const text = filled(filled(hunch.text, "{environment}", run.environment.value()),
                               "{route}", run.route.value());
      if (text == one.text) return hunch.fault_class;
    }
  }
  return std::nullopt;
}

// Pearson's test of independence: the sum over all cells is far below the bound that chance
// exceeds once in a million, for each number of cells that a drill has here.
TEST(Statements, TheNamedClassIsIndependentOfTheVariantAndEveryClassIsEquallyOften) {
  constexpr std::uint64_t seeds = 1'000;
  for (auto const& drill : drills()) {
    std::map<std::string, std::map<FaultClass, double>> seen;
    std::map<FaultClass, double> of_class;
    std::map<std::string, double> of_variant;
    double all = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      auto const& variant = drawn_variant(drill, Seed{seed});
      auto const named =
          named_class(drill, draw(drill, Seed{seed}, variant, Level::hard, Topology::drawn));
      if (!named) continue;
      ++seen[variant.name][*named];
      ++of_class[*named];
      ++of_variant[variant.name];
      ++all;
    }
    auto const classes = static_cast<double>(drill.statements.hunches.size());
    ASSERT_EQ(of_class.size(), drill.statements.hunches.size()) << drill.id;
    double evenly = 0, dependent = 0;
    for (auto const& [fault_class, count] : of_class) {
      auto const expected = all / classes;
      evenly += (count - expected) * (count - expected) / expected;
      for (auto const& [variant, of] : of_variant) {
        auto const cell = of * count / all;
        auto const off = seen[variant][fault_class] - cell;
        dependent += off * off / cell;
      }
    }
    auto const freedom = (classes - 1) * (static_cast<double>(of_variant.size()) - 1);
    EXPECT_LT(evenly, 40) << drill.id;
    EXPECT_LT(dependent, freedom + 5 * std::sqrt(2 * freedom) + 20) << drill.id;
  }
}

}  // namespace
}  // namespace studylab::drill
