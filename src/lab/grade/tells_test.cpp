#include "lab/grade/tells.h"

#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

using drill::TellFact;

// The perfect run of one variant read for another fact.
std::vector<EntryId> shown_in(void (Story::*variant)(), TellFact fact) {
  Story story;
  (story.*variant)();
  auto sheet = story.sheet();
  sheet.tells = {{fact, {}}};
  return read_run(story.entries(), sheet).tells.front().looks;
}

TEST(Tells, AreShownInTheirOwnWorldAndNotInTheOthers) {
  EXPECT_FALSE(shown_in(&Story::app_only, TellFact::failed_by_new_release).empty());
  EXPECT_TRUE(shown_in(&Story::route_propagation, TellFact::failed_by_new_release).empty());
  EXPECT_FALSE(shown_in(&Story::route_propagation, TellFact::failed_at_one_edge).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, TellFact::failed_at_one_edge).empty());
  EXPECT_FALSE(shown_in(&Story::no_fault, TellFact::under_threshold).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, TellFact::under_threshold).empty());
  EXPECT_FALSE(shown_in(&Story::app_only, TellFact::bindings_answer).empty());
  EXPECT_TRUE(shown_in(&Story::runtime_service, TellFact::bindings_answer).empty());
  EXPECT_FALSE(shown_in(&Story::runtime_service, TellFact::binding_gone).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, TellFact::binding_gone).empty());
  EXPECT_FALSE(shown_in(&Story::app_only, TellFact::rollback_compatible).empty());
  EXPECT_TRUE(shown_in(&Story::database_migration, TellFact::rollback_compatible).empty());
  EXPECT_FALSE(shown_in(&Story::database_migration, TellFact::rollback_incompatible).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, TellFact::rollback_incompatible).empty());
  EXPECT_FALSE(shown_in(&Story::database_migration, TellFact::no_rows_lost).empty());
  EXPECT_TRUE(shown_in(&Story::database_migration, TellFact::rows_lost).empty());
  EXPECT_FALSE(shown_in(&Story::route_propagation, TellFact::edge_behind).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, TellFact::edge_behind).empty());
}

TEST(Tells, AnEntryIsShownByWhatPrintsIt) {
  Story story{{"errors"}};
  story.after("route", [](Story& s) {
    std::vector<EntryId> observations;
    for (auto const& entry : s.entries()) {
      if (fact_if<RequestsObserved>(entry.fact)) observations.push_back(entry.id);
    }
    s.look("incident", "", observations);  // prints users, not what failed
  });
  story.app_only();
  auto const run = read_run(story.entries(), story.sheet());
  EXPECT_FALSE(first_shown(run.tells[0]));
}

// A look at something else that rests on the same entry printed another part of it.
TEST(Tells, ALookAtSomethingElseShowsNothingOfThis) {
  auto const looked_at_instead = [](std::string_view left_out, std::string_view look,
                                    std::string_view object, void (Story::*variant)(),
                                    auto const& is_shown) {
    Story story{{std::string{left_out}}};
    story.after("operation", [&](Story& s) {
      std::vector<EntryId> shown;
      for (auto const& entry : s.entries()) {
        if (is_shown(entry.fact)) shown.push_back(entry.id);
      }
      s.look(look, object, shown);
    });
    (story.*variant)();
    auto const run = read_run(story.entries(), story.sheet());
    return static_cast<std::size_t>(std::ranges::count_if(
        run.tells, [](TellSeen const& tell) { return static_cast<bool>(first_shown(tell)); }));
  };
  auto const probes = [](Fact const& fact) { return fact_if<BindingsProbed>(fact) != nullptr; };
  auto const migrations = [](Fact const& fact) {
    return fact_if<MigrationApplied>(fact) != nullptr;
  };
  auto const observations = [](Fact const& fact) {
    return fact_if<RequestsObserved>(fact) != nullptr;
  };
  // One provider's bindings, where another's is gone; a list of databases, which has no rows lost;
  // another environment's errors at the same edges.
  EXPECT_EQ(looked_at_instead("bindings", "provider", "other", &Story::runtime_service, probes),
            1U);
  EXPECT_EQ(looked_at_instead("database", "databases", "", &Story::database_migration, migrations),
            1U);
  EXPECT_EQ(
      looked_at_instead("errors", "errors", "news/production", &Story::app_only, observations), 2U);
}

TEST(Tells, ARefMayBeTheLookOrWhatItShowed) {
  Story story;
  story.app_only();
  auto const run = read_run(story.entries(), story.sheet());
  auto const by = story.at("class");
  EXPECT_TRUE(is_telling(run, story.at("errors"), by));
  auto const& shown = fact_if<Looked>(story.entries()[story.at("errors").number - 1].fact)->shown;
  EXPECT_TRUE(is_telling(run, shown.front(), by));
  EXPECT_FALSE(is_telling(run, story.at("route"), by));
  EXPECT_FALSE(is_telling(run, story.at("errors"), story.at("errors")));
  EXPECT_FALSE(is_telling(run, EntryId{}, by));
  EXPECT_FALSE(is_telling(run, EntryId{9999}, by));
}

TEST(Tells, WhatWasNotLookedAtIsNoTellingRef) {
  Story story{{"bindings"}};
  story.app_only();
  auto const run = read_run(story.entries(), story.sheet());
  for (auto const& entry : story.entries()) {
    if (fact_if<BindingsProbed>(entry.fact)) {
      EXPECT_FALSE(is_telling(run, entry.id, run.end));
    }
  }
}

}  // namespace
}  // namespace studylab::grade
