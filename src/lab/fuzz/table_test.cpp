// The grader's tables of all drills.
#include "lab/fuzz/table.h"

#include <set>

#include <gtest/gtest.h>

#include "lab/drill/load.h"

namespace studylab::fuzz {
namespace {

TEST(TheTables, EveryRowHasANameOfItsOwn) {
  for (auto const& drill : drill::drills()) {
    std::set<std::string> names;
    for (auto const& row : table(drill.runbook)) {
      EXPECT_TRUE(names.insert(row.name).second) << drill.id << ": " << row.name;
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
