#include "lab/desk/render.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

namespace studylab::desk {
namespace {

std::string rendered(std::string_view json, EntryId own = EntryId{9}) {
  return render(boost::json::parse(json).get_object(), own);
}

TEST(Render, ARecordEndsEachRowWithItsEntryAndTheAnswerWithItsOwn) {
  EXPECT_EQ(rendered(R"({"as_of":{"entry":"entry-8","age":"3s"},
                         "route":{"entry":"entry-5","route":"a.example","epoch":4,"hold":null}})"),
            "as of entry-8, age 3s\n"
            "route\n"
            "  route  a.example  [entry-5]\n"
            "  epoch  4          [entry-5]\n"
            "  hold   -          [entry-5]\n"
            "[entry-9]");
}

TEST(Render, RowsWithinRowsEndWithEntriesOfTheirOwn) {
  EXPECT_EQ(rendered(R"({"operations":[
      {"entry":"entry-1","id":"op-1","stage":{"entry":"entry-7","stage":"healthy","why":null}},
      {"entry":"entry-12","id":"op-12","stage":{"entry":"entry-13","stage":"waiting","why":"frozen"}}]})"),
            "operations\n"
            "  id                 stage    stage why\n"
            "  op-1   [entry-1]   healthy  -          [entry-7]\n"
            "  op-12  [entry-12]  waiting  frozen     [entry-13]\n"
            "[entry-9]");
}

TEST(Render, ListsWithinRowsStandBelowThem) {
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

TEST(Render, WhereThereIsNoRoomWhatIsAbsentInEveryRowIsLeftOut) {
  std::string const wide(225, 'x');
  EXPECT_EQ(
      rendered(R"({"holds":[{"entry":"entry-1","id":")" + wide + R"(","why":null}]})", EntryId{}),
      "holds\n  id\n  " + wide + "  [entry-1]");
}

TEST(Render, WhatIsTooWideForATableIsToldThingByThing) {
  std::string const wide(130, 'x');
  auto const text =
      rendered(R"({"lines":[{"entry":"entry-1","a":")" + wide + R"(","b":")" + wide + R"("}]})");
  EXPECT_NE(text.find("  a  " + wide), std::string::npos) << text;
}

TEST(Render, AnEmptyListSaysSo) {
  EXPECT_EQ(rendered(R"({"holds":[]})"), "holds: none\n[entry-9]");
}

}  // namespace
}  // namespace studylab::desk
