#include <fmt/format.h>
#include <gtest/gtest.h>

#include "command_language/parse.h"

namespace studylab::language {
namespace {

ShownNames const shown{"edge-a",          "edge-b",       "op-12",  "op-7",   "rel-3",
                       "shop/production", "shop/staging", "hold-1", "search", "entry-57"};

std::string error_of(std::string_view line, ShownNames const& names = shown) {
  auto const parsed = parse_line(line, names);
  return parsed ? "a good line" : parsed.error().text();
}

struct Row {
  std::string line;
  std::string error;
};

void expect_errors(std::vector<Row> const& rows) {
  for (auto const& row : rows) EXPECT_EQ(row.error, error_of(row.line)) << row.line;
}

TEST(BadLine, UnknownVerbs) {
  expect_errors({
      {"", "usage: the line is empty; `help` lists the verbs"},
      {"   ", "usage: the line is empty; `help` lists the verbs"},
      {"rolback shop/production",
       "usage: unknown verb 'rolback' (column 1); did you mean 'rollback'? `help` lists the verbs"},
      {"  Freeze shop/production",
       "usage: unknown verb 'Freeze' (column 3); did you mean 'freeze'? `help` lists the verbs"},
      {"quit",
       "usage: unknown verb 'quit' (column 1); `close` ends the run with its evidence; the end of "
       "input (Ctrl-D) ends it without"},
      {"abracadabra", "usage: unknown verb 'abracadabra' (column 1); `help` lists the verbs"},
      {"'' x", "usage: unknown verb '' (column 1); `help` lists the verbs"},
      {"show", "usage: show needs a word after it (column 1); `help show` lists what it takes"},
      {"show rout shop.example",
       "usage: unknown words 'show rout' (column 6); did you mean 'show route'? `help show` lists "
       "what it takes"},
      {"restore everything",
       "usage: unknown words 'restore everything' (column 9); `help restore` lists what it takes"},
      {"status",
       "usage: status needs a word after it (column 1); `help status` lists what it takes"},
      {"help rolback",
       "usage: unknown verb 'rolback' (column 6); did you mean 'rollback'? `help` lists the verbs"},
  });
}

TEST(BadLine, MissingAndExtraWords) {
  std::string const rollback =
      "rollback ENV --to REL [--as data-repair] [--without-database-check]";
  expect_errors({
      {"freeze", "usage: freeze needs ENV; freeze ENV"},
      {"rollback shop/production", "usage: rollback needs --to; " + rollback},
      {"rollback --to rel-3", "usage: rollback needs ENV; " + rollback},
      {"rollback", "usage: rollback needs ENV and --to; " + rollback},
      {"rollback shop/production rel-3",
       "usage: unexpected argument 'rel-3' (column 26); " + rollback},
      {"hint please", "usage: unexpected argument 'please' (column 6); hint"},
      {"wait",
       "usage: wait needs DUR; wait DUR | wait --for OP|NOTICE [--at-most DUR] | wait --until "
       "symptom-gone [--at-most DUR]"},
      {"classify app-only --ref entry-57",
       "usage: classify needs --because; classify CLASS [--scope customer|platform|both] --because "
       "\"…\" [--ref ID…]"},
      {"impact --because x",
       "usage: impact needs --users and --minutes; impact --users N --minutes N [--data \"…\"] "
       "[--approved-by NAME] --because \"…\""},
      {"impact --users 3 --because x",
       "usage: impact needs --minutes; impact --users N --minutes N [--data \"…\"] [--approved-by "
       "NAME] --because \"…\""},
      {"status publish shop/production --says hi",
       "usage: status publish needs --cause; status publish ENV --cause provider:NAME|platform|app "
       "--says \"…\""},
      {"restore run shop-main --plan --method pitr",
       "usage: restore run needs --plan; restore run DB --plan OP --method "
       "pitr|backup|forward-repair [--backup BACKUP]"},
  });
}

TEST(BadLine, Options) {
  std::string const rollback =
      "rollback ENV --to REL [--as data-repair] [--without-database-check]";
  expect_errors({
      {"rollback shop/production --too rel-3",
       "usage: rollback has no option '--too' (column 26); did you mean '--to'? " + rollback},
      {"rollback shop/production --too=rel-3",
       "usage: rollback has no option '--too' (column 26); did you mean '--to'? " + rollback},
      {"freeze shop/production --plan=yes",
       "usage: unexpected argument 'yes' (column 31); freeze ENV"},
      {"freeze shop/production --because=",
       "usage: '' is not a valid value for --because (column 34); expected a text that is not "
       "blank, in quotes"},
      {"freeze shop/production --force",
       "usage: freeze has no option '--force' (column 24); freeze ENV"},
      {"rollback shop/production --to rel-3 --to rel-3",
       "usage: --to is given twice (column 37); " + rollback},
      {"freeze shop/production --plan --plan",
       "usage: --plan is given twice (column 31); freeze ENV"},
      {"freeze shop/production --because a --because b",
       "usage: --because is given twice (column 36); freeze ENV"},
      {"rollback shop/production --to", "usage: --to needs a value (column 26); " + rollback},
      {"rollback shop/production --to --plan",
       "usage: --to needs a value (column 26); " + rollback},
      {"freeze shop/production --ref", "usage: --ref needs a value (column 24); freeze ENV"},
      {"show edges --plan",
       "usage: show edges does not take --plan (column 12); holds, repairs and close take it"},
      {"classify no-fault --plan --because x",
       "usage: classify does not take --plan (column 19); holds, repairs and close take it"},
      {"freeze shop/production --ref 1 2 3 4 5 6 7",
       "usage: more than 6 values of --ref (column 42); --ref takes at most 6"},
      {"freeze shop/production --ref 1 2 3 --ref 4 5 6 7",
       "usage: more than 6 values of --ref (column 48); --ref takes at most 6"},
      {"rollback shop/production --to rel-3 --as backup",
       "usage: 'backup' is not a valid value for --as (column 42); --as data-repair"},
      {"freeze shop/production --because ' '",
       "usage: ' ' is not a valid value for --because (column 34); expected a text that is not "
       "blank, in quotes"},
  });
}

TEST(BadLine, NamesOfAnotherForm) {
  expect_errors({
      {"freeze shop",
       "usage: 'shop' is not a valid ENV (column 8); did you mean 'shop/production'? expected "
       "APP/LANE, such as shop/production"},
      {"freeze shop/prodution",
       "usage: 'shop/prodution' is not a valid ENV (column 8); did you mean 'shop/production'? "
       "expected APP/LANE, such as shop/production"},
      {"show operation 12",
       "usage: '12' is not a valid OP (column 16); did you mean 'op-12'? expected op-N, such as "
       "op-12"},
      {"show edge b",
       "usage: 'b' is not a valid EDGE (column 11); did you mean 'edge-b'? expected edge-LETTER, "
       "such as edge-b"},
      {"retry op-012",
       "usage: 'op-012' is not a valid OP (column 7); did you mean 'op-12'? expected op-N, such as "
       "op-12"},
      {"close --summary x --keep freeze",
       "usage: 'freeze' is not a valid value for --keep (column 26); expected hold-N, such as "
       "hold-3"},
      {"show database \"shop main\"",
       "usage: 'shop main' is not a valid DB (column 15); expected one word of letters, digits and "
       "._:/@+-"},
      {"status publish shop/production --cause search --says x",
       "usage: 'search' is not a valid value for --cause (column 40); expected provider:NAME, "
       "platform or app"},
      {"restore plan shop-main --target yesterday",
       "usage: 'yesterday' is not a valid value for --target (column 33); expected a time such as "
       "2026-03-01T03:00:05Z, or before:entry-40"},
  });
}

TEST(BadLine, OnlyShownNamesAreSuggested) {
  EXPECT_EQ(
      "usage: 'shop' is not a valid ENV (column 8); expected APP/LANE, such as shop/production",
      error_of("freeze shop", {}));
  EXPECT_EQ("usage: 'b' is not a valid EDGE (column 11); expected edge-LETTER, such as edge-b",
            error_of("show edge b", {"edge-a"}));
}

TEST(BadLine, ClosedSets) {
  expect_errors({
      {"escalate owner",
       "usage: use notify-owner to notify an owner; escalate capacity|security|database|provider"},
      {"escalate securty",
       "usage: 'securty' is not a valid TEAM (column 10); did you mean 'security'? expected one of "
       "capacity, security, database, provider, owner"},
      {"classify queue --scope unstated --because x",
       "usage: 'unstated' is not a valid value for --scope (column 24); expected one of customer, "
       "platform, both"},
      {"gap-policy shop/production open",
       "usage: 'open' is not a valid POLICY (column 28); expected one of fail-closed, "
       "last-verified"},
      {"gap-policy shop/production fail-closed --max-age 1m",
       "usage: --max-age requires last-verified; gap-policy ENV fail-closed|last-verified "
       "[--max-age DUR]"},
      {"notify-owner shop/production --repair code",
       "usage: 'code' is not a valid value for --repair (column 39); expected one of artifact, "
       "secret, binding, readiness, migration"},
      {"notify-owner shop/production --repair binding",
       "usage: --repair binding needs a name (column 39); notify-owner ENV [--repair "
       "artifact|secret NAME|binding NAME|readiness|migration]"},
      {"notify-owner shop/production --repair artifact rel-3",
       "usage: unexpected argument 'rel-3' (column 48); notify-owner ENV [--repair artifact|secret "
       "NAME|binding NAME|readiness|migration]"},
  });
}

TEST(BadLine, NumbersAndDurations) {
  std::string const wait =
      "wait DUR | wait --for OP|NOTICE [--at-most DUR] | wait --until symptom-gone [--at-most DUR]";
  expect_errors({
      {"wait 90",
       "usage: '90' is not a valid DUR (column 6); expected a duration of at most 24h, such as "
       "90s, 5m or 2h"},
      {"wait 0s",
       "usage: '0s' is not a valid DUR (column 6); expected a duration of at most 24h, such as "
       "90s, 5m or 2h"},
      {"wait 25h",
       "usage: '25h' is not a valid DUR (column 6); expected a duration of at most 24h, such as "
       "90s, 5m or 2h"},
      {"wait -5s",
       "usage: '-5s' is not a valid DUR (column 6); expected a duration of at most 24h, such as "
       "90s, 5m or 2h"},
      {"wait 99999999999999999999h",
       "usage: '99999999999999999999h' is not a valid DUR (column 6); expected a duration of at "
       "most 24h, such as 90s, 5m or 2h"},
      {"wait 5m --at-most 1m", "usage: --at-most requires --for or --until; " + wait},
      {"wait --for op-12 --until symptom-gone",
       "usage: --for and --until cannot be combined; " + wait},
      {"wait --until later",
       "usage: 'later' is not a valid value for --until (column 14); --until symptom-gone"},
      {"resume edge-b --from -1",
       "usage: '-1' is not a valid value for --from (column 22); expected a whole number from 0 to "
       "9223372036854775807"},
      {"impact --users 4294967296 --minutes 1 --because x",
       "usage: '4294967296' is not a valid value for --users (column 16); expected a whole number "
       "from 0 to 4294967295"},
      {"impact --users 1.5 --minutes 1 --because x",
       "usage: '1.5' is not a valid value for --users (column 16); expected a whole number from 0 "
       "to 4294967295"},
  });
}

TEST(BadLine, Bytes) {
  using namespace std::string_literals;
  expect_errors({
      {"note \"abc", "usage: the quote \" is not closed (column 6); end the text with \""},
      {"note 'it''s", "usage: the quote ' is not closed (column 10); end the text with '"},
      {"note \\",
       "usage: a backslash with nothing after it (column 6); write \\\\ for a backslash"},
      {"note 'a\tb'",
       "usage: control character U+0009 (column 8); use printable characters and spaces"},
      {"note \0x"s,
       "usage: control character U+0000 (column 6); use printable characters and spaces"},
      {"note \x7f",
       "usage: control character U+007F (column 6); use printable characters and spaces"},
      {"note \xc2\x9b",
       "usage: control character U+009B (column 6); use printable characters and spaces"},
      {"note a\nb",
       "usage: control character U+000A (column 7); use printable characters and spaces"},
      {"note \xff", "usage: byte 0xff is not valid UTF-8 (column 6); a line must be UTF-8 text"},
      {"note \xc3", "usage: byte 0xc3 is not valid UTF-8 (column 6); a line must be UTF-8 text"},
      {"note \xc0\xaf",
       "usage: byte 0xc0 is not valid UTF-8 (column 6); a line must be UTF-8 text"},
      {"note \xed\xa0\x80",
       "usage: byte 0xed is not valid UTF-8 (column 6); a line must be UTF-8 text"},
      {"note \xf4\x90\x80\x80",
       "usage: byte 0xf4 is not valid UTF-8 (column 6); a line must be UTF-8 text"},
      {"note " + std::string(4092, 'x'), "usage: the line has 4097 bytes; the limit is 4096 bytes"},
  });
  EXPECT_EQ("a good line", error_of("note " + std::string(4091, 'x')));
  EXPECT_EQ("a good line", error_of("note 'grün 日本 🙂'"));
}

TEST(NameNotShown, SuggestsTheNearestShownName) {
  auto const error_of_name = [](std::string_view line) {
    auto const command = parse_command(line, shown);
    if (!command) return command.error().text();
    auto const error = name_not_shown(*command, shown);
    return error ? error->text() : std::string{"all shown"};
  };
  EXPECT_EQ("all shown", error_of_name("rollback shop/production --to rel-3 --ref op-99"));
  EXPECT_EQ(
      "usage: 'rel-4' has not been shown; did you mean 'rel-3'? `show releases ENV` lists them",
      error_of_name("rollback shop/production --to rel-4"));
  EXPECT_EQ("all shown", error_of_name("rollback shop/production --to main"));
  EXPECT_EQ("usage: 'edge-q' has not been shown; did you mean 'edge-a'? `show edges` lists them",
            error_of_name("repair-propagation edge-q"));
  EXPECT_EQ("usage: 'host-2' has not been shown; `show hosts` lists them",
            error_of_name("show host host-2"));
  EXPECT_EQ("all shown", error_of_name("notify-owner shop/production --repair binding search"));
  EXPECT_EQ("usage: 'serch' has not been shown; did you mean 'search'? `show bindings` lists them",
            error_of_name("notify-owner shop/production --repair binding serch"));
}

// Names of databases and bindings are written alike: only the platform distinguishes them.
TEST(NameNotShown, DoesNotSuggestANameOfAnotherKind) {
  ShownNames const names{"shop-data", "shop-db"};
  IsOfKind const kind = [](std::string_view name, NameForm form) {
    return (form == NameForm::database) == (name == "shop-data");
  };
  auto const error_of_name = [&](std::string_view line) {
    return name_not_shown(parse_command(line, names).value(), names, kind)->text();
  };
  EXPECT_EQ(
      "usage: 'shop-da' has not been shown; did you mean 'shop-data'? `show databases` lists them",
      error_of_name("show database shop-da"));
  EXPECT_EQ("usage: 'orders-main' has not been shown; `show databases` lists them",
            error_of_name("show database orders-main"));
  EXPECT_EQ("usage: 'notice-1' has not been shown; `show incident` lists them",
            error_of_name("wait --for notice-1"));
}

TEST(BadLine, ClassesAreThoseOfTheRunbook) {
  auto const error = [](std::string_view word) {
    return parse_line("classify " + std::string{word} + " --because x", {}, "bad-deploy")
        .error()
        .text();
  };
  std::string const right =
      "expected one of app-only, database-migration, runtime-service, route-propagation, no-fault";
  EXPECT_EQ("usage: 'foo' is not a valid CLASS (column 10); " + right, error("foo"));
  EXPECT_EQ("usage: 'bindings' is not a valid CLASS of bad-deploy (column 10); " + right,
            error("bindings"));
  EXPECT_TRUE(parse_line("classify no-fault --because x", {}, "bad-deploy"));
  EXPECT_TRUE(parse_line("classify bindings --because x", {}, "stuck-wake"));
}

TEST(BadLine, TheClassOfAnOutageNeedsItsScope) {
  auto const read = [](std::string_view line) { return parse_line(line, {}, "provider-outage"); };
  EXPECT_EQ(
      "usage: classify queue needs --scope; customer if environments are bound to the provider, "
      "platform if only the control plane needs it, both if both do; `classify queue --scope "
      "customer|platform|both --because \"…\" [--ref ID…]`",
      read("classify queue --because x --ref entry-5").error().text());
  for (auto const* word : {"database", "object-store", "queue", "payment"}) {
    EXPECT_FALSE(read(fmt::format("classify {} --because x", word))) << word;
    EXPECT_TRUE(read(fmt::format("classify {} --scope both --because x", word))) << word;
  }
  EXPECT_TRUE(read("classify credential --because x"));
  EXPECT_TRUE(read("classify no-fault --because x"));
}

TEST(NameNotShown, DoesNotHideProhibitedCommandsOrVerbsOfOtherRunbooks) {
  for (auto const* line :
       {"clear-gap edge-q", "rollback a/staging --to rel-9 --without-database-check",
        "rollback a/staging --to rel-9 --as data-repair", "fence other-main",
        "show backups other-main", "show plan op-99"}) {
    EXPECT_EQ(std::nullopt, name_not_shown(parse_command(line, shown).value(), shown)) << line;
  }
}

}  // namespace
}  // namespace studylab::language
