#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lab/drill/drill.h"

// Tests that the drills of several runbooks have.
namespace studylab::fuzz {

std::vector<std::string> variants_of(drill::Drill const& drill);

// The name of a variant in the name of a test.
inline std::string test_name(::testing::TestParamInfo<std::string> const& variant) {
  auto name = variant.param;
  std::erase(name, '-');
  return name;
}

// Every row of the grader's table holds in this variant, for seeds from 1 to `seeds` or those that
// a sweep requests.
void expect_table_holds(drill::Drill const& drill, std::string const& variant, std::uint64_t seeds);

// An operator that states the same class in every variant is right as often as a random class.
void expect_guesses_are_the_same(drill::Drill const& drill, std::uint64_t seeds);

// A crash of any process after any entry changes no outcome of the expert's run in this variant.
enum class Crashing : std::uint8_t {
  all,
  without_alerts_edge,  // its restart is a variant of its own
};
void expect_crashes_change_nothing(drill::Drill const& drill, std::string const& variant,
                                   Crashing crashing);

}  // namespace studylab::fuzz
