#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "command_language/parse.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

using namespace std::chrono_literals;

OperatorCommand command_of(std::string_view line) { return parse_command(line, {}).value(); }
CommandKind kind(std::string_view line) { return kind_of(command_of(line)); }
Duration cost(std::string_view line) { return cost_of(command_of(line)); }
Reach reach(std::string_view line) { return reach_of(command_of(line)); }

TEST(Verbs, HaveOneRowEach) {
  using enum CommandKind;
  std::set<std::string_view> words;
  for (auto const& row : verb_rows()) {
    EXPECT_TRUE(words.insert(row.words).second) << row.words;
    EXPECT_EQ(&row, find_verb(row.words));
    bool const acts = row.kind == hold || row.kind == repair || is_prohibited(row);
    EXPECT_EQ(acts, row.reach != Reach::none) << row.words;
  }
  EXPECT_EQ(33U + 17U + 12U + 24U, words.size());
  EXPECT_EQ(nullptr, find_verb("show"));
  EXPECT_EQ(nullptr, find_verb(""));
}

TEST(Verbs, HaveTheirKinds) {
  using enum CommandKind;
  EXPECT_EQ(query, kind("show incident"));
  EXPECT_EQ(query, kind("logs alloc-7"));
  EXPECT_EQ(query, kind("hint"));
  for (auto const* line :
       {"restore plan shop-main", "snapshot edge-b", "verify edge-b", "headroom host-2",
        "postcheck host-2", "escalate database", "escalate provider"}) {
    EXPECT_EQ(check, kind(line)) << line;
  }
  for (auto const* line :
       {"freeze a/staging", "unfreeze a/staging", "pause a/staging", "unpause a/staging",
        "fence db", "cordon host-2", "gap-policy a/staging fail-closed", "cancel op-1",
        "notify-owner a/staging", "status publish a/staging --cause app --says x",
        "status resolve a/staging"}) {
    EXPECT_EQ(hold, kind(line)) << line;
  }
  for (auto const* line :
       {"rollback a/staging --to rel-1", "deploy a/staging --release rel-1",
        "notify-owner a/staging --repair migration", "escalate capacity", "unfence db",
        "uncordon host-2", "repair-propagation edge-b", "retry op-1", "resume edge-b --from 3",
        "restart alloc-1", "rotate-secret search", "restore cutover db --plan op-1",
        "replace host-2", "drain host-2 --deadline 5m", "record-drift host-2 --path /x"}) {
    EXPECT_EQ(repair, kind(line)) << line;
  }
  EXPECT_EQ(CommandKind::prohibited, kind("clear-gap edge-b"));
  for (auto const* line : {"classify no-fault --because x", "note x", "close --summary x",
                           "wait 5s", "impact --users 1 --minutes 1 --because x"}) {
    EXPECT_EQ(record, kind(line)) << line;
  }
}

TEST(Verbs, WithPlanAreChecks) {
  using enum CommandKind;
  EXPECT_EQ(check, kind("freeze a/staging --plan"));
  EXPECT_EQ(check, kind("notify-owner a/staging --repair migration --plan"));
  EXPECT_EQ(CommandKind::prohibited, kind("clear-gap edge-b --plan"));
  EXPECT_EQ(Reach::none, reach("rollback a/staging --to rel-1 --plan"));
}

TEST(Verbs, MoveTheClockByTheirKind) {
  EXPECT_EQ(5s, cost("show incident"));
  EXPECT_EQ(5s, cost("hint"));
  EXPECT_EQ(10s, cost("snapshot edge-b"));
  EXPECT_EQ(10s, cost("rollback a/staging --to rel-1 --plan"));
  EXPECT_EQ(10s, cost("freeze a/staging"));
  EXPECT_EQ(10s, cost("rollback a/staging --to rel-1"));
  EXPECT_EQ(10s, cost("set-route"));
  EXPECT_EQ(5s, cost("note x"));
  EXPECT_EQ(90s, cost("wait 90s"));
  EXPECT_EQ(2min, cost("wait --for op-1 --at-most 2m"));
  EXPECT_EQ(wait_at_most, cost("wait --until symptom-gone"));
}

TEST(Verbs, HaveTheReachOfTheirObject) {
  EXPECT_EQ(Reach::none, reach("show incident"));
  EXPECT_EQ(Reach::none, reach("verify edge-b"));
  EXPECT_EQ(Reach::none, reach("wait 5s"));
  EXPECT_EQ(Reach::allocation, reach("restart alloc-1"));
  EXPECT_EQ(Reach::environment, reach("restart a/staging"));
  EXPECT_EQ(Reach::binding, reach("notify-owner a/staging --repair binding search"));
  EXPECT_EQ(Reach::environment, reach("notify-owner a/staging --repair migration"));
  EXPECT_EQ(Reach::edge, reach("repair-propagation edge-b"));
  EXPECT_EQ(Reach::host, reach("escalate capacity"));
  EXPECT_EQ(Reach::edge, reach("escalate security"));
  EXPECT_EQ(Reach::none, reach("escalate database"));
  EXPECT_EQ(Reach::environment, reach("rollback a/staging --to rel-1"));
  EXPECT_LT(Reach::host, Reach::edge);
  EXPECT_LT(Reach::environment, Reach::database);
}

TEST(Verbs, NameTheirObject) {
  EXPECT_EQ("op-1", object_of(command_of("show operation op-1")));
  EXPECT_EQ("a/staging", object_of(command_of("rollback a/staging --to rel-1")));
  EXPECT_EQ("app-only", object_of(command_of("classify app-only --because x")));
  EXPECT_EQ("", object_of(command_of("note x")));
  EXPECT_EQ("edge-b", object_of(command_of("set-route edge-b shop.example rel-3")));
  EXPECT_TRUE(is_prohibited(command_of("set-route")));
  EXPECT_FALSE(is_prohibited(command_of("hint")));
}

TEST(Verbs, EveryForbiddenCodeHasAVerb) {
  for (auto const& row : refusal_rows()) {
    bool const used = std::ranges::any_of(verb_rows(), [&](VerbRow const& verb) {
      return std::ranges::find(verb.refusals, row.code) != verb.refusals.end();
    });
    EXPECT_TRUE(used || row.code == RefusalCode::not_shown) << row.text;
  }
}

}  // namespace
}  // namespace studylab::language
