#include "lab/console/queries/queries.h"

#include <gtest/gtest.h>

#include "lab/console/queries/queries_testing.h"

namespace studylab::console {
namespace {

using namespace std::chrono_literals;
using testing::QueryPlatform;

// One object of every query's own kind on the test platform.
std::string object_for(QueryKind query) {
  switch (query) {
    case QueryKind::environment:
    case QueryKind::releases:
    case QueryKind::gate:
    case QueryKind::sessions:
    case QueryKind::errors:
    case QueryKind::logs: return "shop/production";
    case QueryKind::operation:
    case QueryKind::plan: return "op-9";
    case QueryKind::route: return "shop.example";
    case QueryKind::release: return "rel-3";
    case QueryKind::artifact: return "sha256:030000000000";
    case QueryKind::allocation: return "alloc-1";
    case QueryKind::edge:
    case QueryKind::snapshot: return "edge-a";
    case QueryKind::database:
    case QueryKind::backups:
    case QueryKind::consumers: return "shop/production-db";
    case QueryKind::host: return "host-1";
    default: return {};
  }
}

bool answered_here(QueryKind query) {
  switch (query) {
    case QueryKind::gate:
    case QueryKind::backups:
    case QueryKind::consumers:
    case QueryKind::plan:
    case QueryKind::regions:
    case QueryKind::provider: return false;  // the test platform has no provider
    default: return true;
  }
}

TEST(Queries, EveryObjectWithValuesHasAnEntryThatIsShown) {
  QueryPlatform platform;
  for (std::uint32_t n = 0; n < enum_size<QueryKind>; ++n) {
    auto const kind = static_cast<QueryKind>(n);
    if (!answered_here(kind)) continue;
    SCOPED_TRACE(to_text(kind));
    auto const shown = platform.ask(kind, object_for(kind));
    ASSERT_TRUE(shown.has_value()) << shown.error().why;
    EXPECT_EQ(testing::broken_entries(json_of(shown->data), shown->shown),
              std::vector<std::string>{});
    EXPECT_TRUE(std::ranges::is_sorted(shown->shown));
  }
}

TEST(Queries, AbsentKindsOfObjectsAreRefused) {
  QueryPlatform platform;
  for (auto const kind : {QueryKind::gate, QueryKind::backups, QueryKind::consumers,
                          QueryKind::plan, QueryKind::regions}) {
    auto const shown = platform.ask(kind, object_for(kind));
    ASSERT_FALSE(shown.has_value());
    EXPECT_EQ(shown.error().code, RefusalCode::nothing_of_this_kind);
  }
}

TEST(Queries, AnUnknownNameIsRefused) {
  QueryPlatform platform;
  for (auto const& [kind, object] : {std::pair{QueryKind::operation, "op-99"},
                                     {QueryKind::route, "nowhere.example"},
                                     {QueryKind::releases, "shop/staging"},
                                     {QueryKind::edge, "edge-z"},
                                     {QueryKind::artifact, "sha256:ffffffffffff"},
                                     {QueryKind::logs, "alloc-99"},
                                     {QueryKind::errors, "shop/staging"}}) {
    auto const shown = platform.ask(kind, object);
    ASSERT_FALSE(shown.has_value()) << to_text(kind);
    EXPECT_EQ(shown.error().code, RefusalCode::no_such_thing);
  }
}

TEST(Queries, PrintedNamesAreRecordedOnce) {
  QueryPlatform platform;
  auto const first = platform.ask(QueryKind::operations, "shop/production");
  ASSERT_TRUE(first.has_value());
  EXPECT_NE(std::ranges::find(first->names, "op-10"), first->names.end());
  EXPECT_EQ(std::ranges::find(first->names, "shop/production"), first->names.end())
      << "the alert has shown it";
  platform.add(
      Queried{"operations", "", first->shown, first->names, Act{"show operations", {}, {}, {}}});
  auto const second = platform.ask(QueryKind::operations, "shop/production");
  EXPECT_TRUE(second->names.empty());
}

TEST(Queries, TheNewestEntryDoesNotCountAsShown) {
  QueryPlatform platform;
  auto const latest = platform.add(Noted{"a word", Act{"note", {}, {}, {}}});
  platform.now += 3s;
  auto const shown = platform.ask(QueryKind::routes);
  EXPECT_EQ(testing::text(json_of(shown->data).at("as_of").at("entry")), to_text(latest));
  EXPECT_EQ(json_of(shown->data).at("as_of").at("age"), "3s");
  EXPECT_EQ(std::ranges::find(shown->shown, latest), shown->shown.end());
}

TEST(Queries, AnEdgeThatDidNotAnswerShowsItsLastReportWithItsAge) {
  QueryPlatform platform;
  PartitionView view;
  view.partition = PartitionId{1};
  view.applied = RouteSequence{3};
  view.owners = {{platform.route, platform.good, KeyEpoch{4}}};
  auto const seen = platform.add(EdgeViewReported{EdgeId{1}, {view}, platform.origin("edge-a")});
  platform.now += 7s;
  auto with = platform.context();
  with.asked_at = platform.now - 1s;
  Query asked;
  asked.query = QueryKind::route;
  asked.object = "shop.example";
  asked.edges = true;
  auto const shown = query(asked, with);
  ASSERT_TRUE(shown.has_value());
  auto const data = json_of(shown->data);
  auto const& edges = data.at("edges").as_array();
  ASSERT_EQ(edges.size(), 2U);
  EXPECT_EQ(testing::text(edges[0].at("entry")), to_text(seen));
  EXPECT_EQ(edges[0].at("answered"), false);
  EXPECT_EQ(edges[0].at("age"), "7s");
  EXPECT_EQ(edges[0].at("release"), "rel-2");
  EXPECT_EQ(edges[0].at("behind"), true);
  EXPECT_TRUE(edges[1].at("age").is_null()) << "it never reported";
}

TEST(Queries, ErrorsListEachObservationWithItsThreshold) {
  QueryPlatform platform;
  auto const shown = platform.ask(QueryKind::errors, "shop/production");
  ASSERT_TRUE(shown.has_value());
  auto const data = json_of(shown->data);
  auto const& observations = data.at("observations").as_array();
  ASSERT_FALSE(observations.empty());
  auto const& last = observations.back();
  EXPECT_EQ(last.at("over"), true);
  EXPECT_EQ(last.at("errors").to_number<int>(), 300);
  EXPECT_EQ(last.at("threshold_permille").to_number<int>(), 20);
  EXPECT_EQ(last.at("rows").as_array().size(), 2U);
  EXPECT_EQ(json_of(shown->data).at("symptom").at("present"), true);
}

TEST(Queries, TheIncidentCountsUsersAndMinutesSoFar) {
  QueryPlatform platform;
  auto const shown = platform.ask(QueryKind::incident);
  EXPECT_EQ(json_of(shown->data).at("affected").at("users").to_number<int>(), 300);
  EXPECT_EQ(json_of(shown->data).at("affected").at("minutes").to_number<int>(), 1);
  EXPECT_EQ(json_of(shown->data).at("status").at("status"), "opened");
  platform.operate(Classify{FaultClass::app_only, Scope::unstated});
  EXPECT_EQ(json_of(platform.ask(QueryKind::incident)->data).at("status").at("status"),
            "classified");
  platform.operate(Freeze{platform.env});
  auto const held = platform.ask(QueryKind::incident);
  EXPECT_EQ(json_of(held->data).at("holds").as_array()[0].at("kind"), "freeze");
}

TEST(Queries, NoQueryPrintsTheClass) {
  QueryPlatform platform{MigrationKind::contracting};
  platform.operate(Classify{FaultClass::database_migration, Scope::unstated});
  for (std::uint32_t n = 0; n < enum_size<QueryKind>; ++n) {
    auto const kind = static_cast<QueryKind>(n);
    auto const shown = platform.ask(kind, object_for(kind));
    if (!shown) continue;
    std::vector<std::string> strings;
    testing::collect_strings(json_of(shown->data), strings);
    for (auto const& text : strings) {
      for (auto const* word :
           {"app-only", "database-migration", "runtime-service", "route-propagation", "no-fault"}) {
        EXPECT_EQ(text.find(word), std::string::npos) << to_text(kind) << ": " << text;
      }
    }
  }
}

TEST(Queries, APlanHasTheEntriesThatItDependsOn) {
  QueryPlatform platform{MigrationKind::contracting};
  auto const command = platform.command_of(platform.rollback_to(platform.older));
  auto const plan = control::plan(platform.state, command);
  EntryId const own{static_cast<std::uint32_t>(platform.entries.size() + 1)};
  auto const shown = plan_answer(plan, platform.context(), own);
  EXPECT_EQ(json_of(shown.data).at("finding"), "incompatible");
  EXPECT_EQ(json_of(shown.data).at("would_be_refused").at("code"), "database_incompatible");
  EXPECT_FALSE(json_of(shown.data).at("lines").as_array().empty());
  EXPECT_EQ(testing::broken_entries(json_of(shown.data), shown.shown, own),
            std::vector<std::string>{});
}

TEST(Queries, TheAnswerToACommandNamesWhatItCreated) {
  QueryPlatform platform;
  auto const before = platform.entries.size();
  platform.operate(Freeze{platform.env});
  std::span<FactEntry const> const appended{platform.entries.data() + before, 1};
  auto const shown = done_answer(appended, platform.context());
  auto const row = json_of(shown.data).at("done").as_array()[0];
  EXPECT_EQ(row.at("fact"), "EnvironmentFrozen");
  EXPECT_EQ(row.at("hold"), "hold-1");
  EXPECT_EQ(testing::broken_entries(json_of(shown.data), shown.shown), std::vector<std::string>{});
}

}  // namespace
}  // namespace studylab::console
