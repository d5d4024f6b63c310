#include <gtest/gtest.h>

#include "command_language/characters.h"
#include "command_language/wrap.h"

namespace studylab::language {
namespace {

TEST(Wrap, BreaksBetweenWordsAndIndentsContinuations) {
  EXPECT_EQ("one two\nthree\nfour", wrapped("one two three four", 8));
  EXPECT_EQ("  one two\n    three", wrapped("  one two three", 11));
  EXPECT_EQ("short\n\nlines  stay", wrapped("short\n\nlines  stay", 20));
}

TEST(Wrap, ContinuesUnderTheSecondColumn) {
  EXPECT_EQ(wrapped("  truth   the clues, before the repair", 24),
            "  truth   the clues,\n          before the\n          repair");
}

TEST(Wrap, DoesNotBreakAWord) {
  EXPECT_EQ("see\n[entry-123456]\nit", wrapped("see [entry-123456] it", 10));
  EXPECT_EQ("[entry-123456]", wrapped("[entry-123456]", 5));
}

TEST(Wrap, CountsCharactersAndNotBytes) {
  EXPECT_EQ("grün grün", wrapped("grün grün", 9));
  EXPECT_EQ(4U, columns_of("grün"));
}

TEST(Wrap, ContinuesTheLastLine) {
  std::string out = "key    ";
  put_wrapped(out, "a value of words", 7, 14);
  EXPECT_EQ("key    a value\n       of\n       words", out);
}

TEST(Readable, ReplacesWhatMustNotReachATerminal) {
  EXPECT_EQ("\uFFFD\uFFFD bad", readable("\xff\xfe bad"));
  EXPECT_EQ("a\uFFFD[2Jb\uFFFD", readable("a\x1b[2Jb\xc2\x9b"));
  EXPECT_EQ("grün 日本\n\uFFFDx\ty", readable("grün 日本\n\u202Ex\ty"));
  EXPECT_EQ("\uFFFD", readable("\xc2"));
}

}  // namespace
}  // namespace studylab::language
