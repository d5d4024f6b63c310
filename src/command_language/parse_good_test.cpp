#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "command_language/parse.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

using namespace std::chrono_literals;

EnvironmentName const shop{"shop/production"};

OperatorCommand parsed(std::string_view line) {
  auto command = parse_command(line, {});
  EXPECT_TRUE(command) << line << ": " << (command ? "" : command.error().text());
  return command ? *command : OperatorCommand{};
}

// The verb's own part of the command.
template <class V>
V verb_of(std::string_view line) {
  auto const command = parsed(line);
  auto const* verb = std::get_if<V>(&command.verb);
  EXPECT_NE(verb, nullptr) << line;
  return verb ? *verb : V{};
}

Query query(QueryKind kind, std::string object = {}) {
  Query query;
  query.query = kind;
  query.object = std::move(object);
  return query;
}

TEST(GoodLine, EveryQuery) {
  using enum QueryKind;
  struct Row {
    std::string_view line;
    Query query;
  };
  std::vector<Row> const rows{
      {"show incident", query(incident)},
      {"show environments", query(environments)},
      {"show environment shop/production", query(environment, "shop/production")},
      {"show operations", query(operations)},
      {"show operations shop/production", query(operations, "shop/production")},
      {"show operation op-12", query(operation, "op-12")},
      {"show routes", query(routes)},
      {"show route shop.example", query(route, "shop.example")},
      {"show releases shop/production", query(releases, "shop/production")},
      {"show release rel-4", query(release, "rel-4")},
      {"show artifacts", query(artifacts)},
      {"show artifact sha256:4c1f", query(artifact, "sha256:4c1f")},
      {"show allocations", query(allocations)},
      {"show allocations shop/production", query(allocations, "shop/production")},
      {"show allocation alloc-7", query(allocation, "alloc-7")},
      {"show edges", query(edges)},
      {"show edge edge-b", query(edge, "edge-b")},
      {"show snapshot edge-b", query(snapshot, "edge-b")},
      {"show gate shop/production", query(gate, "shop/production")},
      {"show sessions host-2", query(sessions, "host-2")},
      {"show sessions shop/production", query(sessions, "shop/production")},
      {"show databases", query(databases)},
      {"show database shop-main", query(database, "shop-main")},
      {"show backups shop-main", query(backups, "shop-main")},
      {"show consumers shop-main", query(consumers, "shop-main")},
      {"show plan op-21", query(plan, "op-21")},
      {"show hosts", query(hosts)},
      {"show host host-2", query(host, "host-2")},
      {"show quorum", query(quorum)},
      {"show providers", query(providers)},
      {"show provider search-co", query(provider, "search-co")},
      {"show bindings", query(bindings)},
      {"show bindings shop/production", query(bindings, "shop/production")},
      {"show regions", query(regions)},
      {"show errors shop/production", query(errors, "shop/production")},
      {"show status", query(status)},
      {"logs alloc-7", query(logs, "alloc-7")},
      {"logs shop/production", query(logs, "shop/production")},
  };
  for (auto const& row : rows) EXPECT_EQ(row.query, verb_of<Query>(row.line)) << row.line;
}

TEST(GoodLine, QueriesWithOptions) {
  auto edges = query(QueryKind::route, "shop.example");
  edges.edges = true;
  EXPECT_EQ(edges, verb_of<Query>("show route shop.example --edges"));
  EXPECT_EQ(edges, verb_of<Query>("show route shop.example --edges --wide")) << "the same query";
  EXPECT_EQ(edges, verb_of<Query>("show route --edges shop.example"));
  auto errors = query(QueryKind::errors, "shop/production");
  errors.since = 5min;
  EXPECT_EQ(errors, verb_of<Query>("show errors shop/production --since 5m"));
  auto logs = query(QueryKind::logs, "alloc-7");
  logs.since = 90s;
  logs.grep = "time out";
  EXPECT_EQ(logs, verb_of<Query>("logs alloc-7 --since 90s --grep \"time out\""));
}

TEST(GoodLine, Records) {
  auto const command =
      parsed("classify app-only --because \"only rel-4 fails\" --ref entry-5 entry-9");
  EXPECT_EQ((Verb{Classify{FaultClass::app_only, Scope::unstated}}), command.verb);
  EXPECT_EQ("only rel-4 fails", command.because);
  EXPECT_EQ((std::vector<std::string>{"entry-5", "entry-9"}), command.refs);
  EXPECT_EQ((Classify{FaultClass::queue, Scope::both}),
            verb_of<Classify>("classify queue --scope both --because x --ref entry-5"));
  EXPECT_EQ(Note{"edge-b was behind"}, verb_of<Note>("note \"edge-b was behind\" --ref entry-5"));
  EXPECT_EQ(Note{"last"}, verb_of<Note>("note --ref entry-5 --because x last"));
  EXPECT_EQ((StateImpact{180, 6, {}, {}}),
            verb_of<StateImpact>("impact --users 180 --minutes 6 --because \"show incident\""));
  EXPECT_EQ((StateImpact{0, 0, "12 rows", PersonName{"dana"}}),
            verb_of<StateImpact>("impact --users 0 --minutes 0 --data '12 rows' --approved-by dana "
                                 "--because x"));
  EXPECT_EQ((Close{"rolled back", {}, {}}), verb_of<Close>("close --summary \"rolled back\""));
  EXPECT_EQ((Close{"over", {"hold-1", "hold-2", "hold-3"}, Team::owner}),
            verb_of<Close>("close --summary over --ref entry-1 --keep hold-1 hold-2 --keep hold-3 "
                           "--hand-over owner"));
  EXPECT_EQ(Hint{}, verb_of<Hint>("hint"));
}

TEST(GoodLine, Waits) {
  EXPECT_EQ((Wait{90s, {}, false, {}}), verb_of<Wait>("wait 90s"));
  EXPECT_EQ((Wait{{}, "op-12", false, {}}), verb_of<Wait>("wait --for op-12"));
  EXPECT_EQ((Wait{{}, "op-12", false, 2min}), verb_of<Wait>("wait --for op-12 --at-most 2m"));
  EXPECT_EQ((Wait{{}, {}, true, 1h}), verb_of<Wait>("wait --until symptom-gone --at-most 1h"));
}

TEST(GoodLine, Holds) {
  EXPECT_EQ(Freeze{shop}, verb_of<Freeze>("freeze shop/production"));
  EXPECT_EQ(Unfreeze{shop}, verb_of<Unfreeze>("unfreeze shop/production"));
  EXPECT_EQ(Cancel{"op-14"}, verb_of<Cancel>("cancel op-14"));
  EXPECT_EQ((NotifyOwner{shop, {}, {}}), verb_of<NotifyOwner>("notify-owner shop/production"));
  EXPECT_EQ((SetGapPolicy{shop, GapMode::fail_closed, {}}),
            verb_of<SetGapPolicy>("gap-policy shop/production fail-closed"));
  EXPECT_EQ((SetGapPolicy{shop, GapMode::last_verified, 2min}),
            verb_of<SetGapPolicy>("gap-policy shop/production last-verified --max-age 120s"));
  EXPECT_EQ((PublishStatus{shop, "provider:search-co", "slow"}),
            verb_of<PublishStatus>(
                "status publish shop/production --cause provider:search-co --says slow"));
  EXPECT_EQ(ResolveStatus{shop}, verb_of<ResolveStatus>("status resolve shop/production"));
}

TEST(GoodLine, Repairs) {
  EXPECT_EQ((Rollback{shop, "rel-3"}), verb_of<Rollback>("rollback shop/production --to rel-3"));
  EXPECT_EQ((Deploy{shop, "rel-5", ForwardFix::no}),
            verb_of<Deploy>("deploy shop/production --release rel-5"));
  EXPECT_EQ((Deploy{shop, "rel-5", ForwardFix::yes}),
            verb_of<Deploy>("deploy shop/production --forward-fix --release rel-5"));
  EXPECT_EQ(RepairPropagation{"edge-b"}, verb_of<RepairPropagation>("repair-propagation edge-b"));
  EXPECT_EQ(Wake{shop}, verb_of<Wake>("wake shop/production"));
  EXPECT_EQ(Retry{"op-12"}, verb_of<Retry>("retry op-12"));
  EXPECT_EQ((NotifyOwner{shop, RepairKind::migration, {}}),
            verb_of<NotifyOwner>("notify-owner shop/production --repair migration"));
  EXPECT_EQ((NotifyOwner{shop, RepairKind::binding, "search"}),
            verb_of<NotifyOwner>("notify-owner --repair binding search shop/production"));
  EXPECT_EQ(Escalate{Team::security}, verb_of<Escalate>("escalate security"));
  EXPECT_EQ((TakeSnapshot{"edge-b", {}}), verb_of<TakeSnapshot>("snapshot edge-b"));
  EXPECT_EQ((TakeSnapshot{"edge-b", "control-2"}),
            verb_of<TakeSnapshot>("snapshot edge-b --from control-2"));
  EXPECT_EQ(VerifySnapshot{"edge-b"}, verb_of<VerifySnapshot>("verify edge-b"));
  EXPECT_EQ((Resume{"edge-b", RouteSequence{43}}), verb_of<Resume>("resume edge-b --from 43"));
  EXPECT_EQ(RotateSecret{BindingName{"search"}}, verb_of<RotateSecret>("rotate-secret search"));
  EXPECT_EQ(Restart{"alloc-7"}, verb_of<Restart>("restart alloc-7"));
  EXPECT_EQ(Restart{"shop/production"}, verb_of<Restart>("restart shop/production"));
}

TEST(GoodLine, VerbsOnHosts) {
  EXPECT_EQ(Cordon{"host-2"}, verb_of<Cordon>("cordon host-2"));
  EXPECT_EQ(Uncordon{"host-2"}, verb_of<Uncordon>("uncordon host-2"));
  EXPECT_EQ(Headroom{"host-2"}, verb_of<Headroom>("headroom host-2"));
  EXPECT_EQ(Postcheck{"host-2"}, verb_of<Postcheck>("postcheck host-2"));
}

TEST(GoodLine, VerbsOnDatabases) {
  DatabaseName const db{"shop-main"};
  EXPECT_EQ(FenceWriters{db}, verb_of<FenceWriters>("fence shop-main"));
  EXPECT_EQ(UnfenceWriters{db}, verb_of<UnfenceWriters>("unfence shop-main"));
  EXPECT_EQ((PlanRestore{db, ""}), verb_of<PlanRestore>("restore plan shop-main"));
  EXPECT_EQ((PlanRestore{db, "before:entry-40"}),
            verb_of<PlanRestore>("restore plan shop-main --target before:entry-40"));
  EXPECT_EQ((PlanRestore{db, "2026-03-01T03:00:05.25Z"}),
            verb_of<PlanRestore>("restore plan shop-main --target 2026-03-01T03:00:05.25Z"));
  EXPECT_EQ(
      (RunRestore{db, "op-21", "backup", BackupName{"nightly-2"}}),
      verb_of<RunRestore>("restore run shop-main --method backup --backup nightly-2 --plan op-21"));
  EXPECT_EQ((CutOverRestore{db, "op-21"}),
            verb_of<CutOverRestore>("restore cutover shop-main --plan op-21"));
  EXPECT_EQ((Reconcile{db, "op-21", ConsumerName{"billing"}, "compensate"}),
            verb_of<Reconcile>(
                "reconcile shop-main --plan op-21 --consumer billing --events compensate"));
}

TEST(GoodLine, VerbsOfProviders) {
  EnvironmentName const shop{"shop/production"};
  EXPECT_EQ((Pause{shop}), verb_of<Pause>("pause shop/production"));
  EXPECT_EQ((Unpause{shop}), verb_of<Unpause>("unpause shop/production"));
  EXPECT_EQ((FailOver{DatabaseName{"shop-main"}, RegionName{"north"}}),
            verb_of<FailOver>("failover shop-main --to north"));
}

TEST(GoodLine, OptionsOfEveryVerb) {
  auto const command = parsed(
      "rollback shop/production --plan --to rel-3 --ref op-12 --because why --ref edge-b entry-9");
  EXPECT_EQ(PlanOnly::yes, command.plan);
  EXPECT_EQ("why", command.because);
  EXPECT_EQ((std::vector<std::string>{"op-12", "edge-b", "entry-9"}), command.refs);
  EXPECT_EQ(PlanOnly::no, parsed("freeze shop/production").plan);
  EXPECT_EQ("freeze  shop/production ", parsed("freeze  shop/production ").line);
  EXPECT_EQ("hint", parsed("hint\r\n").line);
}

TEST(GoodLine, ARestorePlanIsNotARequestForThePlan) {
  for (auto const* line : {"restore cutover shop-main --plan op-21 --plan",
                           "restore cutover shop-main --plan --plan op-21",
                           "restore cutover --plan op-21 shop-main --plan --because x"}) {
    auto const command = parsed(line);
    EXPECT_EQ(PlanOnly::yes, command.plan) << line;
    EXPECT_EQ("op-21", std::get<CutOverRestore>(command.verb).plan) << line;
  }
  EXPECT_EQ(PlanOnly::no, parsed("restore cutover shop-main --plan op-21").plan);
}

TEST(GoodLine, ProhibitedFormsAreRecognizedBeforeTheirNames) {
  EXPECT_EQ((Rollback{.environment = shop, .release = "rel-3", .as_data_repair = true}),
            verb_of<Rollback>("rollback shop/production --to rel-3 --as data-repair"));
  EXPECT_EQ((Rollback{.environment = shop, .release = "rel-3", .without_database_check = true}),
            verb_of<Rollback>("rollback shop/production --to rel-3 --without-database-check"));
  EXPECT_EQ((Rollback{.environment = {}, .release = {}, .without_database_check = true}),
            verb_of<Rollback>("rollback --without-database-check"));
  EXPECT_EQ((Rollback{.environment = EnvironmentName{"nope"},
                      .release = "rel-1",
                      .without_database_check = true}),
            verb_of<Rollback>("rollback nope --to rel-1 --without-database-check"));
  EXPECT_EQ((Rollback{shop, "sha256:99"}),
            verb_of<Rollback>("rollback shop/production --to sha256:99"));
}

TEST(GoodLine, ProhibitedCommandsTakeAnyWords) {
  using enum ProhibitedVerb;
  using Words = std::vector<std::string>;
  struct Row {
    std::string_view line;
    ProhibitedCommand command;
  };
  std::vector<Row> const rows{
      {"rebuild-from shop/production --branch main",
       {rebuild_from, "shop/production", Words{"--branch", "main"}}},
      {"set-route edge-b shop.example rel-3",
       {set_route, "edge-b", Words{"shop.example", "rel-3"}}},
      {"mark-hot alloc-7", {mark_hot, "alloc-7", {}}},
      {"hold-requests shop/production --unsafe",
       {hold_requests, "shop/production", Words{"--unsafe"}}},
      {"choose-owner shop.example --by health",
       {choose_owner, "shop.example", Words{"--by", "health"}}},
      {"clear-gap edge-b", {clear_gap, "edge-b", {}}},
      {"skip-to edge-b 44", {skip_to, "edge-b", Words{"44"}}},
      {"scale shop/production --allocations 40",
       {scale, "shop/production", Words{"--allocations", "40"}}},
      {"kill-sessions host-2", {kill_sessions, "host-2", {}}},
      {"restore-over shop-main --from shop-preview",
       {restore_over, "shop-main", Words{"--from", "shop-preview"}}},
      {"edit-host host-2 --path /etc/x", {edit_host, "host-2", Words{"--path", "/etc/x"}}},
      {"move-sessions shop/production --to north",
       {move_sessions, "shop/production", Words{"--to", "north"}}},
      // Missing, odd or extra words do not hide a prohibited command.
      {"clear-gap", {clear_gap, {}, {}}},
      {"clear-gap '' --because", {clear_gap, {}, {}}},
      {"set-route \"no such edge\" ? --force --force",
       {set_route, "no such edge", Words{"?", "--force", "--force"}}},
      {"scale --allocations 40 shop", {scale, "40", Words{"--allocations", "shop"}}},
      {"scale --(all=op", {scale, {}, Words{"--(all=op"}}},
      {"scale \"--(all=op\"", {scale, {}, Words{"--(all=op"}}},
  };
  for (auto const& row : rows)
    EXPECT_EQ(row.command, verb_of<ProhibitedCommand>(row.line)) << row.line;

  auto const command =
      parsed("clear-gap edge-b --because a --because b --plan --plan --ref e-1 'no ref'");
  EXPECT_EQ((Verb{ProhibitedCommand{clear_gap, "edge-b", Words{"no ref"}}}), command.verb);
  EXPECT_EQ("a", command.because);
  EXPECT_EQ((Words{"e-1"}), command.refs);
  EXPECT_EQ(PlanOnly::yes, command.plan);
  auto const many = parsed("clear-gap edge-b --ref 1 2 3 4 5 6 7");
  EXPECT_EQ(max_refs, many.refs.size());
  EXPECT_EQ((Words{"7"}), std::get<ProhibitedCommand>(many.verb).arguments);
}

TEST(GoodLine, HelpIsNotACommand) {
  auto const help = [](std::string_view line) {
    auto const parsed = parse_line(line, {});
    EXPECT_TRUE(parsed) << line;
    return parsed && std::holds_alternative<HelpRequest>(*parsed)
               ? std::get<HelpRequest>(*parsed).verb
               : "no help";
  };
  EXPECT_EQ("", help("help"));
  EXPECT_EQ("rollback", help("help rollback"));
  EXPECT_EQ("show", help("help show"));
  EXPECT_EQ("show route", help("help show route"));
  EXPECT_EQ("restore", help("help restore"));
  EXPECT_EQ("help", help("help help"));
  EXPECT_EQ("rollback", help("rollback --help"));
  EXPECT_EQ("rollback", help("rollback shop --what --help"));
  EXPECT_EQ("clear-gap", help("clear-gap --help"));
  EXPECT_EQ("show", help("show --help"));
  EXPECT_FALSE(parse_command("help", {}));
}

TEST(GoodLine, EveryVerbsExampleIsALineOfThatVerb) {
  for (auto const& row : verb_rows()) {
    auto const command = parsed(row.example);
    EXPECT_EQ(row.words, words_of(command)) << row.example;
    EXPECT_TRUE(row.usage.starts_with(row.words)) << row.usage;
    auto const without_plan = row.kind == CommandKind::check || command.plan == PlanOnly::no;
    if (!without_plan || row.words == "notify-owner") continue;
    EXPECT_EQ(row.kind, kind_of(command)) << row.example;
  }
}

TEST(GoodLine, TabsSeparateWordsAndAnOptionMayContainItsValue) {
  EXPECT_EQ(line_of(parsed("freeze\tshop/production")), "freeze shop/production");
  EXPECT_EQ(line_of(parsed("rollback shop/production --to=rel-3 --because=\"a b\" --ref=op-1")),
            "rollback shop/production --to rel-3 --because \"a b\" --ref op-1");
  EXPECT_EQ(std::get<Query>(parsed("logs shop/production --grep=--x").verb).grep, "--x");
}

TEST(Options, AreThoseOfTheVerb) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ((Names{"--as", "--without-database-check", "--to", "--because", "--ref", "--plan"}),
            options_of("rollback"));
  EXPECT_EQ((Names{"--wide", "--edges", "--because", "--ref"}), options_of("show route"));
  EXPECT_EQ((Names{"--plan", "--because", "--ref"}), options_of("restore cutover"));
  EXPECT_EQ(Names{}, options_of("no verb"));
}

TEST(GoodLine, VerbsOfAnUpgrade) {
  EXPECT_EQ(Replace{"host-2"}, verb_of<Replace>("replace host-2"));
  EXPECT_EQ((Drain{"host-2", std::chrono::minutes{10}}),
            verb_of<Drain>("drain host-2 --deadline 10m"));
  EXPECT_EQ(Rebuild{"host-2"}, verb_of<Rebuild>("rebuild host-2"));
  EXPECT_EQ((RecordDrift{"host-2", "/etc/limits.conf"}),
            verb_of<RecordDrift>("record-drift host-2 --path /etc/limits.conf"));
}

}  // namespace
}  // namespace studylab::language
