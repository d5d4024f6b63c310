#include "command_language/prefixes.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include "command_language/parse.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

TEST(Prefixes, ADotDoesNotMeanARecord) {
  EXPECT_TRUE(answers_with_facts("show errors shop/production"));
  EXPECT_TRUE(answers_with_facts("rollback shop/production --to rel-1 --plan"));
  EXPECT_TRUE(answers_with_facts("wait --until symptom-gone"));
  EXPECT_FALSE(answers_with_facts("impact --users 1 --minutes 1"));
  EXPECT_FALSE(answers_with_facts("note \"so it is\""));
  EXPECT_FALSE(answers_with_facts("clas no-fault"));
}

AlertNames const alert{"shop/production", "op-24", "shop.example", "edge-a", "host-2", "shop-data"};
EntryId const last{113};

std::string full(std::string_view typed) {
  auto const line = full_line(typed, alert, last);
  return line ? line->line : line.error().text();
}

struct ShortLine {
  std::string_view typed;
  std::string_view line;
};

void expect_lines(std::vector<ShortLine> const& rows) {
  for (auto const& row : rows) EXPECT_EQ(row.line, full(row.typed)) << row.typed;
}

TEST(ShortInput, ExpandsUniquePrefixesOfVerbsQueriesAndOptions) {
  expect_lines({
      {"sh inc", "show incident"},
      {"roll shop/staging --to rel-9 --pl", "rollback shop/staging --to rel-9 --plan"},
      {"repair edge-b", "repair-propagation edge-b"},
      {"stat res shop/staging", "status resolve shop/staging"},
      {"resto p shop-db", "restore plan shop-db"},
      {"sh err shop/staging --si=2m", "show errors shop/staging --since=2m"},
      {"reca err", "recall err"},
      {"sh runb", "show runbook"},
      {"help roll", "help rollback"},
      {"help sh op", "help show operation"},
      {"help sc", "help scoring"},
      {"help --al", "help --all"},
      {"? roll", "help rollback"},
      {"?", "help"},
  });
}

TEST(ShortInput, KeepsAllOtherBytesAsTyped) {
  expect_lines({
      {"  note   'a  b'\t--bec \"x  y\" ", "  note   'a  b'\t--because \"x  y\" "},
      {"'sh' errors", "'sh' errors"},
      {"note \"open", "note \"open"},
      {"", ""},
      {"nonsense x", "nonsense x"},
      {"freeze shop/staging --force", "freeze shop/staging --force"},
  });
}

TEST(ShortInput, LeavesALineWithControlCharactersAsTyped) {
  for (std::string const typed : {"sho\n\n", "sho\n\n\n", "sho\r\n\n", "roll\x01"}) {
    auto const once = full_line(typed, {}, EntryId{});
    ASSERT_TRUE(once);
    EXPECT_EQ(once->line, typed);
  }
  EXPECT_EQ(full_line("sho\r\n", {}, EntryId{})->line, "show");
}

TEST(ShortInput, ListsTheCandidatesOfAnAmbiguousPrefix) {
  EXPECT_EQ("usage: 'unf' is ambiguous (column 1); expected one of unfence, unfreeze",
            full("unf shop/staging"));
  EXPECT_EQ("usage: 'e' is ambiguous (column 6); expected one of edge, environment, errors",
            full("show e"));
  EXPECT_EQ("usage: '--re' is ambiguous (column 14); expected one of --ref, --repair",
            full("notify-owner --re binding search"));
}

TEST(ShortInput, TakesAnExactWordBeforeAPrefix) {
  expect_lines({
      {"show host host-2", "show host host-2"},
      {"show operations shop/staging", "show operations shop/staging"},
      {"rebuild host-2", "rebuild host-2"},
  });
}

TEST(ShortInput, CountsAQueryAndItsPluralAsOneWord) {
  expect_lines({
      {"sh op", "show operation op-24"},
      {"sh op op-7", "show operation op-7"},
      {"sh op shop/staging", "show operations shop/staging"},
      {"sh rou --ed", "show route shop.example --edges"},
      {"sh env", "show environment shop/production"},
      {"sh ed", "show edge edge-a"},
      {"sh dat", "show database shop-data"},
      {"sh dat shop-db", "show database shop-db"},
      {"sh rel", "show releases shop/production"},
      {"sh rel rel-3", "show release rel-3"},
      {"sh al", "show allocations shop/production"},
      {"sh ho", "show host host-2"},
  });
}

TEST(ShortInput, NeverAbbreviatesProhibitedCommands) {
  for (auto const* line :
       {"set-r edge-b", "clear-g edge-b", "kill host-2", "skip edge-b 4",
        "rollback shop/staging --to rel-9 --without",
        "rollback shop/staging --to rel-9 --a data-repair", "clear-gap edge-b --pl"}) {
    EXPECT_EQ(line, full(line));
  }
  // They are not counted either: `sc` is not ambiguous, and `cl` means only `classify` or `close`.
  EXPECT_EQ("usage: 'cl' is ambiguous (column 1); expected one of classify, close", full("cl"));
  EXPECT_EQ("rollback shop/staging --to rel-9 --without-database-check",
            full("roll shop/staging --to rel-9 --without-database-check"));
}

TEST(ShortInput, NumbersAreEntriesAfterRef) {
  expect_lines({
      {"note 'x' --ref 107 103 . op-3", "note 'x' --ref entry-107 entry-103 entry-113 op-3"},
      {"note --re 107 'x' --because 5", "note --ref entry-107 'x' --because 5"},
      {"note x --ref=107", "note x --ref=entry-107"},
      {"note x --ref '107' \".\"", "note x --ref '107' \".\""},
      {"impact --users 3 --minutes 2 --because .", "impact --users 3 --minutes 2 --because ."},
      {"clear-gap edge-b --ref 5", "clear-gap edge-b --ref entry-5"},
  });
  EXPECT_EQ("usage: '.' is the entry of the last answer (column 14); no answer has an entry yet",
            full_line("note x --ref .", alert, EntryId{}).error().text());
}

TEST(ShortInput, QueriesHoldsAndPlansDefaultToWhatTheAlertNames) {
  expect_lines({
      {"show errors", "show errors shop/production"},
      {"show errors --since 2m", "show errors shop/production --since 2m"},
      {"logs --grep x", "logs shop/production --grep x"},
      {"show route --edges", "show route shop.example --edges"},
      {"show operation", "show operation op-24"},
      {"show edge", "show edge edge-a"},
      {"freeze --because x --ref 5 .",
       "freeze shop/production --because x --ref entry-5 entry-113"},
      {"gap-policy fail-closed", "gap-policy shop/production fail-closed"},
      {"status publish --cause app --says x",
       "status publish shop/production --cause app --says x"},
      {"notify-owner", "notify-owner shop/production"},
      {"rollback --to rel-9 --plan", "rollback shop/production --to rel-9 --plan"},
      {"repair-propagation --plan", "repair-propagation edge-a --plan"},
      {"resume --from 4 --plan", "resume edge-a --from 4 --plan"},
      {"retry --plan", "retry op-24 --plan"},
      {"show database", "show database shop-data"},
      {"show consumers --wide", "show consumers shop-data --wide"},
      {"fence --because x", "fence shop-data --because x"},
      {"unfence --plan", "unfence shop-data --plan"},
      {"show host", "show host host-2"},
      {"show operations", "show operations shop/production"},
      {"show bindings --wide", "show bindings shop/production --wide"},
      {"show operations shop/staging", "show operations shop/staging"},
  });
}

TEST(ShortInput, ARepairDefaultsToTheEnvironmentAlone) {
  expect_lines({
      {"rollback --to rel-9", "rollback shop/production --to rel-9"},
      {"rollback --to rel-9 --because 'x y'",
       "rollback shop/production --to rel-9 --because 'x y'"},
      {"deploy --release rel-9 --forward-fix",
       "deploy shop/production --release rel-9 --forward-fix"},
      {"notify-owner --repair binding search",
       "notify-owner shop/production --repair binding search"},
      {"repair-propagation", "repair-propagation"},
      {"resume --from 4", "resume --from 4"},
      {"rotate-secret", "rotate-secret"},
      {"retry", "retry"},
      {"snapshot", "snapshot"},
      {"rollback --as data-repair", "rollback --as data-repair"},
  });
}

TEST(ShortInput, TakesTheOptionsOfTheViewOut) {
  auto const view = [](std::string_view typed) { return full_line(typed, alert, last)->view; };
  EXPECT_EQ("show errors shop/production --since 2m", full("show errors --watch --since 2m"));
  EXPECT_EQ("show errors shop/production", full("sh err --wa --no-p"));
  EXPECT_EQ(View::Repeat::watch, view("sh err --watch").repeat);
  EXPECT_EQ(View::Paging::none, view("sh err --no-pager").paging);
  EXPECT_EQ(View{}, view("sh err"));
  EXPECT_EQ("usage: --watch repeats a query (column 8); use it with `show …` or `logs …`",
            full("freeze --watch"));
}

// Whatever a person types, expanding the full command again does not change it.
TEST(ShortInput, AFullCommandStaysAsItIs) {
  for (auto const& row : verb_rows()) {
    EXPECT_EQ(row.example, full(row.example));
  }
  bool const held = rc::check("full(full(x)) == full(x)", [] {
    std::string line;
    for (int n = 0; n < 4; ++n) {
      line += *rc::gen::element<std::string>("sh", "err", "roll", "--pl", "--ref", "5", ".", "shop",
                                             "show", "op", "--to", "rel-9", "freeze", "'a b'", "x");
      line += *rc::gen::element<std::string>(" ", "  ", "\t");
    }
    auto const once = full_line(line, alert, last);
    if (!once) return;
    RC_ASSERT(full_line(once->line, alert, last)->line == once->line);
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace studylab::language
