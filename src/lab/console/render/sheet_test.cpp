#include "lab/console/render/sheet.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace studylab::console {
namespace {

Instant const alert = parse_instant("2026-05-14T18:23:00Z").value();
Moment const moment{EntryId{113}, alert + std::chrono::seconds{34}, alert};

Table rows_of(std::size_t count) {
  Table table{{{"operation"}}};
  for (std::size_t n = 1; n <= count; ++n) {
    table.add({"op-" + std::to_string(n)}, EntryId{static_cast<std::uint32_t>(n)});
  }
  return table;
}

std::size_t lines_in(std::string const& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
}

TEST(Sheet, EndsWithItsEntryAndItsTime) {
  Sheet sheet{Screen{}, moment};
  sheet.heading({"errors", "cart/production"});
  EXPECT_EQ(sheet.text(), "errors · cart/production\nentry 113, as of 18:23:34");
}

TEST(Sheet, FieldsAreAligned) {
  Sheet sheet{Screen{}, moment};
  sheet.field("owner", "rel-4 at epoch 9", EntryId{57});
  sheet.field("none", {});
  sheet.field("event", "sequence 3", EntryId{9});
  EXPECT_EQ(sheet.text(),
            "  owner  rel-4 at epoch 9  57\n"
            "  event  sequence 3         9\n"
            "entry 113, as of 18:23:34");
}

TEST(Sheet, AFieldThatIsTooLongWrapsInItsColumn) {
  Sheet sheet{Screen{40}, moment};
  sheet.field("why", "rel-19 does not fit schema 38 since its migration", EntryId{57});
  EXPECT_EQ(sheet.text(),
            "  why  rel-19 does not fit schema 38  57\n"
            "         since its migration\n"
            "entry 113, as of 18:23:34");
}

TEST(Sheet, StatesHowManyRowsDoNotFit) {
  Sheet fits{Screen{}, moment};
  fits.table(rows_of(max_lines - 2), Fold::first_rows);
  EXPECT_EQ(fits.text().find("--wide"), std::string::npos);

  Sheet first{Screen{}, moment};
  first.table(rows_of(40), Fold::first_rows);
  auto const newest = first.text();
  EXPECT_EQ(lines_in(newest), max_lines);
  EXPECT_NE(newest.find("  … 19 earlier rows: --wide prints them\n  op-20"), std::string::npos);
  EXPECT_NE(newest.find("op-40"), std::string::npos);

  Sheet last{Screen{}, moment};
  last.table(rows_of(40), Fold::last_rows);
  auto const oldest = last.text();
  EXPECT_EQ(lines_in(oldest), max_lines);
  EXPECT_NE(oldest.find("op-21      21\n  … 19 more rows: --wide prints them"), std::string::npos)
      << oldest;
}

// All of it can be read by scrolling.
TEST(Sheet, LeavesNothingOutOfWhatGoesThroughThePager) {
  Screen small;
  small.paged_from = 12;
  Sheet paged{small, moment};
  paged.table(rows_of(40), Fold::first_rows);
  EXPECT_EQ(lines_in(paged.text()), 42U);
}

// On a screen of 24 lines, a line is left for the prompt: the pager does not open for one row.
TEST(Sheet, LeavesRoomForThePromptOnAUsualScreen) {
  Screen usual;
  usual.paged_from = max_lines;
  Sheet folded{usual, moment};
  folded.table(rows_of(40), Fold::first_rows);
  EXPECT_EQ(lines_in(folded.text()), max_lines - 1);
}

TEST(Sheet, StatesHowManyColumnsAreLeftOutAtATerminal) {
  Table table{{{"op"}, {"by", Align::left, Fit::whole, 1}}};
  table.add({"op-1", "somebody with a long name"}, EntryId{});
  Screen narrow;
  narrow.width = 26;
  narrow.output = Output::terminal;
  Sheet sheet{narrow, moment};
  sheet.table(table, Fold::first_rows);
  EXPECT_NE(sheet.text().find("--wide shows 1 more"), std::string::npos);
}

}  // namespace
}  // namespace studylab::console
