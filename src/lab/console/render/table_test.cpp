#include "lab/console/render/table.h"

#include <gtest/gtest.h>

namespace studylab::console {
namespace {

std::vector<std::string> plain(std::vector<Styled> const& lines) {
  std::vector<std::string> out;
  for (auto const& line : lines) out.push_back(line.plain());
  return out;
}
using Lines = std::vector<std::string>;

TEST(Table, HasOneLinePerObjectWithItsEntryAtTheEnd) {
  Table table{{{"edge"}, {"failed", Align::right}}};
  table.add({"edge-a", "1,275"}, EntryId{9});
  table.add({"edge-b", "0"}, EntryId{107});
  EXPECT_EQ(plain(table.lines(80)), (Lines{"  edge    failed",  //
                                           "  edge-a   1,275    9", "  edge-b       0  107"}));
}

TEST(Table, LeavesEmptyColumnsOut) {
  Table table{{{"edge"}, {"gap"}, {"epoch"}}};
  table.add({"edge-a", "", "3"}, EntryId{});
  EXPECT_EQ(plain(table.lines(80)), (Lines{"  edge    epoch", "  edge-a  3"}));
}

TEST(Table, MovesWhatAllRowsShareToTheHeading) {
  Table table{{{"allocation"},
               {"release", Align::left, Fit::whole, 0, Shared::in_heading},
               {"host", Align::left, Fit::whole, 0, Shared::in_heading}}};
  table.add({"alloc-1", "rel-3", "host-1"}, EntryId{});
  table.add({"alloc-2", "rel-3", "host-2"}, EntryId{});
  auto const shared = table.take_shared();
  ASSERT_EQ(shared.size(), 1U);
  EXPECT_EQ(shared[0].title + " " + shared[0].value, "release rel-3");
  EXPECT_EQ(plain(table.lines(80))[1], "  alloc-1     host-1");
}

TEST(Table, ShortensTextsAndDropsTheLeastImportantColumnIfSpaceRunsOut) {
  Table table{{{"op"}, {"by", Align::left, Fit::whole, 1}, {"why", Align::left, Fit::shortened}}};
  table.add({"op-1", "somebody", "all the edges have acknowledged"}, EntryId{});
  EXPECT_EQ(plain(table.lines(80))[1], "  op-1  somebody  all the edges have acknowledged");
  EXPECT_EQ(plain(table.lines(40))[1], "  op-1  somebody  all the edges have ac…");
  EXPECT_EQ(plain(table.lines(30))[1], "  op-1  all the edges have ac…");
}

TEST(Table, LeavesOutColumnsBeforeItShortensAWantedText) {
  Table table{{{"op"}, {"by", Align::left, Fit::whole, 1}, {"why", Align::left, Fit::wanted}}};
  table.add({"op-1", "somebody", "all the edges have acknowledged"}, EntryId{});
  EXPECT_EQ(plain(table.lines(40))[1], "  op-1  all the edges have acknowledged");
  EXPECT_EQ(plain(table.lines(30))[1], "  op-1  all the edges have ac…");
}

TEST(Table, BarsAreNarrowedBeforeTexts) {
  Table table{{{"", Align::left, Fit::bar, 1}, {"why", Align::left, Fit::shortened}}};
  table.add({bar_of(1000, Style::red), "a text of twenty-four wide"}, EntryId{});
  EXPECT_EQ(plain(table.lines(80))[1], "  █████████████████  a text of twenty-four wide");
  EXPECT_EQ(plain(table.lines(38))[1], "  ████████  a text of twenty-four wide");
}

TEST(Table, WritesAReasonBelowItsRowWhereItDoesNotFit) {
  Table table{{{"attempt", Align::right}, {"host"}, {"outcome", Align::left, Fit::reason}}};
  table.add({"1", "host-1", "no answer at /healthz for 30s"}, EntryId{34});
  EXPECT_EQ(plain(table.lines(80))[1], "        1  host-1  no answer at /healthz for 30s  34");
  EXPECT_EQ(plain(table.lines(30)), (Lines{"  attempt  host", "        1  host-1  34",
                                           "      no answer at /healthz", "      for 30s"}));
}

TEST(Table, CountsTheColumnsThatItLeavesOut) {
  Table table{{{"op"}, {"by", Align::left, Fit::whole, 1}, {"why", Align::left, Fit::shortened}}};
  table.add({"op-1", "somebody", "all the edges have acknowledged"}, EntryId{});
  EXPECT_EQ(table.text(80).left_out, 0U);
  EXPECT_EQ(table.text(30).left_out, 1U);
}

TEST(Table, NeverCutsTheEntry) {
  Table table{{{"one"}, {"two"}}};
  table.add({std::string(30, 'a'), std::string(30, 'b')}, EntryId{107});
  auto const row = plain(table.lines(40))[1];
  EXPECT_TRUE(row.ends_with(" 107")) << row;
}

TEST(Table, IsNeverTooWide) {
  Table table{{{"one"}, {"two"}}};
  table.add({std::string(30, 'a'), std::string(30, 'b')}, EntryId{7});
  for (auto const& line : table.lines(40)) EXPECT_LE(line.columns(), 40U);
}

}  // namespace
}  // namespace studylab::console
