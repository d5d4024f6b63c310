// The grader's tables of all drills.
#include "lab/fuzz/table.h"

#include <set>

#include <gtest/gtest.h>

#include "lab/drill/load.h"

namespace studylab::fuzz {
namespace {

TEST(TheTables, EveryRowOfAVariantHasANameOfItsOwn) {
  for (auto const& drill : drill::drills()) {
    auto const rows = table(drill.runbook);
    for (auto const& variant : drill.variants) {
      std::set<std::string> names;
      for (auto const& row : rows) {
        bool const known = applies(row, variant) && !names.insert(row.name).second;
        EXPECT_FALSE(known) << drill.id << " " << variant.name << ": " << row.name;
      }
    }
  }
}

}  // namespace
}  // namespace studylab::fuzz
