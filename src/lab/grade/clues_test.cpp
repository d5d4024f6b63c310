#include "lab/grade/clues.h"

#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/expecting_testing.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"

namespace studylab::grade {
namespace {

using namespace bad_deploy;

// The perfect run of one variant read for another fact.
std::vector<EntryId> shown_in(void (Story::*variant)(), Clue const* clue) {
  Story story;
  (story.*variant)();
  auto key = story.key();
  key.clues = {clue};
  return read_run(story.entries(), key).clues.front().queries;
}

TEST(Clues, AreShownInTheirOwnWorldAndNotInTheOthers) {
  EXPECT_FALSE(shown_in(&Story::app_only, &failed_by_new_release).empty());
  EXPECT_TRUE(shown_in(&Story::route_propagation, &failed_by_new_release).empty());
  EXPECT_FALSE(shown_in(&Story::route_propagation, &failed_at_one_edge).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, &failed_at_one_edge).empty());
  EXPECT_FALSE(shown_in(&Story::no_fault, &under_threshold).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, &under_threshold).empty());
  EXPECT_FALSE(shown_in(&Story::app_only, &bindings_answer).empty());
  EXPECT_TRUE(shown_in(&Story::runtime_service, &bindings_answer).empty());
  EXPECT_FALSE(shown_in(&Story::runtime_service, &binding_gone).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, &binding_gone).empty());
  EXPECT_FALSE(shown_in(&Story::app_only, &rollback_compatible).empty());
  EXPECT_TRUE(shown_in(&Story::database_migration, &rollback_compatible).empty());
  EXPECT_FALSE(shown_in(&Story::database_migration, &rollback_incompatible).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, &rollback_incompatible).empty());
  EXPECT_FALSE(shown_in(&Story::database_migration, &no_rows_lost).empty());
  EXPECT_TRUE(shown_in(&Story::database_migration, &rows_lost).empty());
  EXPECT_FALSE(shown_in(&Story::route_propagation, &edge_behind).empty());
  EXPECT_TRUE(shown_in(&Story::app_only, &edge_behind).empty());
}

// An edge that restarts in the interval of the alert begins an observation after the alert.
TEST(Clues, ErrorsInTheIntervalOfTheAlertAreThoseOfTheAlert) {
  for (auto const& [act, lost] : {std::pair{"alert", 0U}, std::pair{"route", 10U}}) {
    Story story;
    story.after(act, [](Story& s) { s.observe(30, 0); });
    story.no_fault();
    EXPECT_EQ(20 - phase(story.score(), Phase::truth).score, lost) << act;
  }
}

TEST(Clues, AnEntryIsShownByWhatPrintsIt) {
  Story story{{"errors"}};
  story.after("route", [](Story& s) {
    std::vector<EntryId> observations;
    for (auto const& entry : s.entries()) {
      if (fact_if<RequestsObserved>(entry.fact)) observations.push_back(entry.id);
    }
    s.query("incident", "", observations);  // prints users, not what failed
  });
  story.app_only();
  auto const run = read_run(story.entries(), story.key());
  EXPECT_FALSE(first_shown(run.clues[0]));
}

// A query of something else that rests on the same entry printed another part of it.
TEST(Clues, AQueryOfSomethingElseDoesNotShowIt) {
  auto const queried_instead = [](std::string_view left_out, std::string_view query,
                                  std::string_view object, void (Story::*variant)(),
                                  auto const& is_shown) {
    Story story{{std::string{left_out}}};
    story.after("operation", [&](Story& s) {
      std::vector<EntryId> shown;
      for (auto const& entry : s.entries()) {
        if (is_shown(entry.fact)) shown.push_back(entry.id);
      }
      s.query(query, object, shown);
    });
    (story.*variant)();
    auto const run = read_run(story.entries(), story.key());
    return static_cast<std::size_t>(std::ranges::count_if(
        run.clues, [](ClueSeen const& clue) { return static_cast<bool>(first_shown(clue)); }));
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
  EXPECT_EQ(queried_instead("bindings", "provider", "other", &Story::runtime_service, probes), 1U);
  EXPECT_EQ(queried_instead("database", "databases", "", &Story::database_migration, migrations),
            1U);
  EXPECT_EQ(queried_instead("errors", "errors", "news/production", &Story::app_only, observations),
            2U);
}

TEST(Clues, AReferenceMayBeTheQueryOrWhatItShowed) {
  Story story;
  story.app_only();
  auto const run = read_run(story.entries(), story.key());
  auto const by = story.at("class");
  EXPECT_TRUE(is_clue(run, story.at("errors"), by));
  auto const& shown = fact_if<Queried>(story.entries()[story.at("errors").number - 1].fact)->shown;
  EXPECT_TRUE(is_clue(run, shown.front(), by));
  EXPECT_FALSE(is_clue(run, story.at("route"), by));
  EXPECT_FALSE(is_clue(run, story.at("errors"), story.at("errors")));
  EXPECT_FALSE(is_clue(run, EntryId{}, by));
  EXPECT_FALSE(is_clue(run, EntryId{9999}, by));
}

TEST(Clues, AFactThatWasNotQueriedDoesNotCount) {
  Story story{{"bindings"}};
  story.app_only();
  auto const run = read_run(story.entries(), story.key());
  for (auto const& entry : story.entries()) {
    if (fact_if<BindingsProbed>(entry.fact)) {
      EXPECT_FALSE(is_clue(run, entry.id, run.end));
    }
  }
}

// --- several carriers ---

template <class F>
std::vector<EntryId> entries_of(Story const& story) {
  std::vector<EntryId> found;
  for (auto const& entry : story.entries()) {
    if (fact_if<F>(entry.fact)) found.push_back(entry.id);
  }
  return found;
}

bool is_shown(Story const& story, Clue const* clue) {
  auto key = story.key();
  key.clues = {clue};
  return static_cast<bool>(first_shown(read_run(story.entries(), key).clues.front()));
}

TEST(Clues, RangesAndSchemaShowThatAReleaseFits) {
  for (auto const variant : {&Story::app_only, &Story::database_migration}) {
    for (bool const both : {true, false}) {
      Story story{{"plan", "database"}};
      story.after("route", [both](Story& s) {
        s.query("releases", "shop/production", entries_of<ArtifactStored>(s));
        if (both) s.query("databases", "", entries_of<MigrationApplied>(s));
      });
      (story.*variant)();
      bool const app = variant == &Story::app_only;
      EXPECT_EQ(is_shown(story, &rollback_compatible), both && app);
      EXPECT_EQ(is_shown(story, &rollback_incompatible), both && !app);
    }
  }
}

TEST(Clues, AnIncidentsOwnBreakingMigrationShowsThatNoEarlierReleaseFits) {
  for (auto const variant : {&Story::app_only, &Story::database_migration}) {
    Story story{{"plan", "database"}};
    story.after("route",
                [](Story& s) { s.query("database", "shop-db", entries_of<MigrationApplied>(s)); });
    (story.*variant)();
    EXPECT_EQ(is_shown(story, &rollback_incompatible), variant == &Story::database_migration);
  }
}

TEST(Clues, OneProvidersPageShowsTheNewBinding) {
  Story story{{"bindings"}};
  story.after("operation",
              [](Story& s) { s.query("provider", "mailer", entries_of<BindingsProbed>(s)); });
  story.runtime_service();
  EXPECT_TRUE(is_shown(story, &binding_gone));
}

TEST(Clues, ASymptomThatEndsByItselfShowsThatThereIsNotAFault) {
  Story calm{{"errors"}};
  calm.no_fault();
  EXPECT_TRUE(is_shown(calm, &under_threshold));
  // After a repair it would have ended in any variant.
  Story repaired;
  repaired.app_only();
  EXPECT_FALSE(is_shown(repaired, &under_threshold));
}

}  // namespace
}  // namespace studylab::grade
