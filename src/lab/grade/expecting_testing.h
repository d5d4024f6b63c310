#pragma once

#include <algorithm>

#include <gtest/gtest.h>

#include "lab/grade/story_testing.h"

namespace studylab::grade {

// The deductions are exactly these, in any order, each with an entry of the chain and a reason.
struct Loss {
  std::uint32_t points;
  std::string_view rule;
  Phase phase;
};

inline void expect_losses(Story const& story, std::vector<Loss> losses) {
  auto const score = story.score();
  for (auto const& one : score.deductions) {
    EXPECT_TRUE(one.entry && one.entry.number <= story.entries().size()) << to_text(one.reason);
    EXPECT_FALSE(to_text(one.reason).empty());
    auto const found = std::ranges::find_if(losses, [&](Loss const& loss) {
      return loss.points == one.points && loss.rule == one.rule && loss.phase == one.phase;
    });
    if (found == losses.end()) {
      ADD_FAILURE() << one.points << " under " << one.rule << " in " << to_text(one.phase) << " at "
                    << to_text(one.entry) << ": " << to_text(one.reason);
    } else {
      losses.erase(found);
    }
  }
  for (auto const& loss : losses) {
    ADD_FAILURE() << "not taken: " << loss.points << " under " << loss.rule << " in "
                  << to_text(loss.phase);
  }
}

}  // namespace studylab::grade
