#include "lab/console/render/styled.h"

#include <gtest/gtest.h>

namespace studylab::console {
namespace {

Screen const colour{80, Colour::yes, Charset::utf8, Output::terminal};
Screen const ascii{80, Colour::no, Charset::ascii, Output::terminal};

TEST(Styled, OnlyScreensWithColourGetColours) {
  auto const text = Styled{"gone", Style::red}.add(" since 18:23:24");
  EXPECT_EQ(text.on(colour), "\x1b[31mgone\x1b[0m since 18:23:24");
  EXPECT_EQ(text.on(Screen{}), "gone since 18:23:24");
}

TEST(Styled, TextFromOutsideCannotControlATerminal) {
  EXPECT_EQ(Styled{"a\x1b[2Jb\nc"}.on(colour), "a\uFFFD[2Jb c");
}

TEST(Styled, HasTheSameWidthInAscii) {
  Styled const text{"errors · ██▌ …"};
  EXPECT_EQ(text.on(ascii), "errors - ### ~");
  EXPECT_EQ(text.on(ascii).size(), text.columns());
  EXPECT_EQ(Styled{"é"}.on(ascii), "?");
}

TEST(Styled, IsCutWithAnEllipsis) {
  auto const text = Styled{"unhandled", Style::red}.add("_exception");
  EXPECT_EQ(text.shortened(19).plain(), "unhandled_exception");
  EXPECT_EQ(text.shortened(12).plain(), "unhandled_e…");
  EXPECT_EQ(text.shortened(1).plain(), "…");
  EXPECT_EQ(text.shortened(0).plain(), "");
}

TEST(Styled, IsWrappedBetweenWords) {
  auto const lines =
      Styled{"symptom present,", Style::red}.add(" last over at 18:23:30").wrapped(20, 2);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].plain(), "symptom present,");
  EXPECT_EQ(lines[1].plain(), "  last over at");
  EXPECT_EQ(lines[2].plain(), "  18:23:30");
}

TEST(Styled, JoinsNonEmptyParts) {
  EXPECT_EQ(joined({"errors", {}, "threshold 2.0%"}, " · ").plain(), "errors · threshold 2.0%");
}

}  // namespace
}  // namespace studylab::console
