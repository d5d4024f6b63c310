#include "lab/console/render/wide.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

namespace studylab::console {
namespace {

Instant const wide_alert = parse_instant("2026-05-14T18:23:34Z").value();

std::string rendered(std::string_view json, EntryId own = EntryId{9},
                     std::size_t width = language::usual_width) {
  return wide_text(boost::json::parse(json).get_object(), {own, wide_alert, wide_alert},
                   Screen{width});
}

TEST(Wide, ARecordEndsEachRowWithItsEntryAndTheAnswerWithItsOwn) {
  EXPECT_EQ(rendered(R"({"as_of":{"entry":"entry-8","age":"3s"},
                         "route":{"entry":"entry-5","route":"a.example","epoch":4,"hold":null}})"),
            "as of entry-8, age 3s\n"
            "route\n"
            "  route  a.example  [entry-5]\n"
            "  epoch  4          [entry-5]\n"
            "  hold   -          [entry-5]\n"
            "entry 9, as of 18:23:34");
}

TEST(Wide, RowsWithinRowsEndWithTheirOwnEntries) {
  EXPECT_EQ(rendered(R"({"operations":[
      {"entry":"entry-1","id":"op-1","stage":{"entry":"entry-7","stage":"healthy","why":null}},
      {"entry":"entry-12","id":"op-12","stage":{"entry":"entry-13","stage":"waiting","why":"frozen"}}]})"),
            "operations\n"
            "  id                 stage    stage why\n"
            "  op-1   [entry-1]   healthy  -          [entry-7]\n"
            "  op-12  [entry-12]  waiting  frozen     [entry-13]\n"
            "entry 9, as of 18:23:34");
}

TEST(Wide, ListsWithinRowsAreBelowThem) {
  EXPECT_EQ(rendered(R"({"observations":[
      {"entry":"entry-4","edge":"edge-a","over":true,"rows":[{"entry":"entry-4","status":500}]}]})",
                     EntryId{}),
            "observations\n"
            "  edge    over\n"
            "  edge-a  yes   [entry-4]\n"
            "    rows\n"
            "      status\n"
            "      500     [entry-4]");
}

TEST(Wide, ANarrowTableLeavesOutWhatIsAbsentInEveryRow) {
  std::string const wide(60, 'x');
  EXPECT_EQ(rendered(R"({"holds":[{"entry":"entry-1","id":")" + wide + R"(","why_it_is":null}]})",
                     EntryId{}),
            "holds\n  id\n  " + wide + "  [entry-1]");
}

TEST(Wide, ANarrowTablePrintsWhatIsTheSameInEveryRowOnce) {
  EXPECT_EQ(rendered(R"({"rows":[{"entry":"entry-1","id":"a","of":"one two"},
                                 {"entry":"entry-2","id":"b","of":"one two"}]})",
                     EntryId{}, 22),
            "rows\n"
            "  each: of one two\n"
            "  id\n"
            "  a   [entry-1]\n"
            "  b   [entry-2]");
}

TEST(Wide, ANarrowTableWrapsTheWidestText) {
  EXPECT_EQ(rendered(R"({"lines":[{"entry":"entry-1","at":"now","text":"a line of twenty and more"},
                                  {"entry":"entry-1","at":"then","text":"short"}]})",
                     EntryId{}, 40),
            "lines\n"
            "  at    text\n"
            "  now   a line of twenty and  [entry-1]\n"
            "        more\n"
            "  then  short                 [entry-1]");
}

TEST(Wide, ATableThatIsTooWideIsPrintedRowByRow) {
  EXPECT_EQ(rendered(R"({"operations":[
      {"entry":"entry-1","id":"op-1","environment":"shop/production","by":null,
       "stage":{"entry":"entry-7","stage":"healthy","why":"all-edges-acknowledged"}},
      {"entry":"entry-2","id":"op-2","environment":"shop/preview","by":null,
       "stage":{"entry":"entry-8","stage":"failed","why":"none"}}]})",
                     EntryId{}, 45),
            "operations\n"
            "  op-1  environment: shop/production\n"
            "    [entry-1]\n"
            "    stage: healthy\n"
            "      why: all-edges-acknowledged  [entry-7]\n"
            "  op-2  environment: shop/preview  [entry-2]\n"
            "    stage: failed  why: none  [entry-8]");
}

TEST(Wide, RowsWithOneValueShareALine) {
  EXPECT_EQ(rendered(R"({"needed_by":[{"entry":"entry-1","release":"rel-1"},
                                      {"entry":"entry-2","release":"rel-2"}]})",
                     EntryId{}),
            "needed by\n  rel-1 [entry-1], rel-2 [entry-2]");
}

TEST(Wide, AnEmptyListSaysSo) {
  EXPECT_EQ(rendered(R"({"holds":[]})"), "holds: none\nentry 9, as of 18:23:34");
}

}  // namespace
}  // namespace studylab::console
