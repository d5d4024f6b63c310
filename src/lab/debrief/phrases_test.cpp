#include "lab/debrief/phrases.h"

#include <gtest/gtest.h>

#include "lab/drill/answer_key.h"
#include "lab/drill/load.h"

namespace studylab::debrief {
namespace {

// No drill of the program deducts for, or puts in, what a debrief could only tell by its name.
TEST(Words, EveryTellStepAndRepairIsSaid) {
  for (auto const& drill : drill::drills()) {
    for (auto const& variant : drill.variants) {
      auto const key = drill::answer_key_of(drill, variant);
      for (auto const& clue : key.clues) {
        auto const name = std::string{drill::to_text(clue.fact)};
        EXPECT_EQ(reason_in_words("not looked at: " + name).find(name), std::string::npos) << name;
      }
      for (auto const& step : key.required) {
        auto const name = std::string{drill::to_text(step.fact)};
        EXPECT_EQ(reason_in_words("left out: " + name).find(name), std::string::npos) << name;
      }
      for (auto const repair : key.repairs) {
        auto const name = drill::to_text(repair);
        EXPECT_NE(repair_in_words(name), name);
      }
    }
  }
}

TEST(Words, SayWhatWasNotLookedAtAndWithWhichLook) {
  EXPECT_EQ(reason_in_words("not looked at before the end: binding-gone, rollback-compatible"),
            "not looked at before the end: which binding no longer answers (`show bindings ENV`); "
            "whether an earlier release fits the database (`rollback ENV --to REL --plan`)");
  EXPECT_EQ(reason_in_words("a wrong hand: set-route was refused"),
            "a wrong hand: set-route was refused");
  EXPECT_EQ(reason_in_words("a hint was taken"), "a hint was taken");
}

TEST(Words, NamesThatAreNotKnownStay) {
  EXPECT_EQ(fault_in_words("binding-gone"), "a binding no longer answers");
  EXPECT_EQ(fault_in_words("a fault of tomorrow"), "a fault of tomorrow");
}

}  // namespace
}  // namespace studylab::debrief
