#include "lab/debrief/phrases.h"

#include <gtest/gtest.h>

#include "lab/drill/answer_key.h"
#include "lab/drill/load.h"

namespace studylab::debrief {
namespace {

TEST(Words, EveryRepairIsSaid) {
  for (auto const& drill : drill::drills()) {
    for (auto const& variant : drill.variants) {
      for (auto const repair : drill::answer_key_of(drill, variant).repairs) {
        auto const name = drill::to_text(repair);
        EXPECT_NE(repair_in_words(name), name);
      }
    }
  }
}

TEST(Words, NamesThatAreNotKnownStay) {
  EXPECT_EQ(fault_in_words("binding-gone"), "a binding no longer answers");
  EXPECT_EQ(fault_in_words("a fault of tomorrow"), "a fault of tomorrow");
}

}  // namespace
}  // namespace studylab::debrief
