#include "lab/debrief/phrases.h"

#include <gtest/gtest.h>

#include "lab/drill/load.h"

namespace studylab::debrief {
namespace {

TEST(Phrases, EveryRepairIsAPhrase) {
  for (auto const& drill : drill::drills()) {
    for (auto const& variant : drill.variants) {
      for (auto const* repair : drill::answer_key_of(drill, variant).repairs) {
        EXPECT_NE(repair_in_words(repair->name), repair->name);
      }
    }
  }
}

TEST(Phrases, EveryFaultIsAPhrase) {
  for (auto const* fault : {"failing-release", "contracting-migration", "destructive-migration",
                            "binding-gone", "stalled-consumer", "passing-burst", "errors-elsewhere",
                            "silent-edge", "silent-monitor", "old-check"}) {
    auto const words = fault_in_words({fault, "thing-1"});
    EXPECT_EQ(words.find(fault), std::string::npos) << words;
    EXPECT_NE(words.find("thing-1"), std::string::npos) << words;
  }
  EXPECT_EQ(fault_in_words({"binding-gone", "shop-search"}), "binding shop-search was gone");
  for (auto const* level : {"silent-edge", "silent-monitor", "old-check"}) {
    EXPECT_TRUE(is_decoy(level)) << level;
  }
  EXPECT_FALSE(is_decoy("binding-gone"));
}

TEST(Phrases, UnknownNamesAreUnchanged) {
  EXPECT_EQ(fault_in_words({"a fault of tomorrow", ""}), "a fault of tomorrow");
  EXPECT_EQ(fault_in_words({"a fault of tomorrow", "x"}), "a fault of tomorrow (x)");
}

}  // namespace
}  // namespace studylab::debrief
