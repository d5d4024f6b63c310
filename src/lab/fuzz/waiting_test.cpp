// An operator who only waits must not learn the cause from the number of entries.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {
namespace {

// The entry of the last note, after checks of the data have been repeated a few times.
EntryId last_note(Scenario const& scenario) {
  auto const run = run_scenario(scenario, typing({"wait 40s", "note \"one\" --ref incident-1",
                                                  "wait 40s", "note \"two\" --ref incident-1",
                                                  "wait 40s", "note \"three\" --ref incident-1"}));
  EntryId last;
  for (auto const& entry : run.entries()) {
    if (fact_if<Noted>(entry.fact) != nullptr) last = entry.id;
  }
  return last;
}

class Waiting : public ::testing::TestWithParam<std::string> {};

TEST_P(Waiting, ShowsAsManyEntriesInEveryVariant) {
  auto const& drill = *drill::find_drill(GetParam());
  for (auto const level : {Level::normal, Level::hard}) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      std::map<EntryId, std::string> variants_by_last;
      for (auto const& variant : drill.variants) {
        Scenario scenario{&drill, seed, variant.name, console::Text::no, {}};
        scenario.level = level;
        variants_by_last[last_note(scenario)] += variant.name + " ";
      }
      EXPECT_EQ(variants_by_last.size(), 1U)
          << "seed " << seed << ": " << variants_by_last.begin()->second << "differ from "
          << variants_by_last.rbegin()->second;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Drills, Waiting, ::testing::Values("bad-deploy", "database-restore"));

}  // namespace
}  // namespace studylab::fuzz
