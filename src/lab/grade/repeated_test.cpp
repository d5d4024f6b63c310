#include <algorithm>

#include <gtest/gtest.h>

#include "lab/grade/story_testing.h"

namespace studylab::grade {
namespace {

// The story of an operator who used a prohibited command directly before the class.
void with_a_mistake(Story& story) {
  story.after("class", [](Story& s) {
    s.refuse("set-route", "edge-a", "edge_table_is_derived", "BDN2", RefusalKind::forbidden);
  });
  story.app_only();
}

EntryId mistake(Story const& story) {
  auto const score = story.score();
  EXPECT_EQ(score.deductions.size(), 1U);
  return score.deductions.empty() ? EntryId{} : score.deductions.front().entry;
}

void repeat_up_to(Story& story, EntryId entry) {
  evidence::LabEntry added = story.lab_.front();
  added.fact = LabFact{BeginningRepeated{"run-0123456789", entry}};
  story.lab_.insert(story.lab_.begin() + 1, added);
}

TEST(Repeated, WhatTheBeginningLostIsListedAndNotCounted) {
  Story story;
  with_a_mistake(story);
  auto const at = mistake(story);
  EXPECT_LT(story.score().score, 100U);
  repeat_up_to(story, at);
  auto const score = story.score();
  EXPECT_EQ(score.score, 100U);
  EXPECT_TRUE(score.deductions.empty());
  ASSERT_EQ(score.repeated.size(), 1U);
  EXPECT_EQ(score.repeated.front().rule, "BDN2");
  EXPECT_EQ(score.outcome, Outcome::passed);
}

TEST(Repeated, WhatIsLostAfterItCounts) {
  Story story;
  with_a_mistake(story);
  auto const at = mistake(story);
  repeat_up_to(story, EntryId{at.number - 1});
  auto const score = story.score();
  EXPECT_EQ(score.score, 90U);
  EXPECT_EQ(score.deductions.size(), 1U);
  EXPECT_TRUE(score.repeated.empty());
}

// Harm that the expert has too, from the same entry, was done before.
TEST(Repeated, HarmOfTheBeginningIsNotThatOfThePractice) {
  auto const harms = [](std::uint64_t own, std::uint64_t expert, bool repeats) {
    Story story;
    story.measured.lost_writes = own;
    story.reference.lost_writes = expert;
    story.app_only();
    if (repeats) repeat_up_to(story, story.at("class"));
    return story.score().harms;
  };
  EXPECT_TRUE(harms(7, 7, true).empty());
  ASSERT_EQ(harms(9, 7, true).size(), 1U);
  EXPECT_EQ(harms(9, 7, true).front().count, 2U);
  ASSERT_EQ(harms(7, 7, false).size(), 1U);
}

// Nothing was done after the beginning: its harm has an entry that is repeated.
TEST(Repeated, HarmOfARepeatedCommandAloneIsNotCounted) {
  Story story;
  story.measured.lost_writes = 7;
  story.app_only();
  repeat_up_to(story, EntryId{static_cast<std::uint32_t>(story.entries().size())});
  EXPECT_TRUE(story.score().harms.empty());
}

}  // namespace
}  // namespace studylab::grade
