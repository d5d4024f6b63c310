#include "cli/prompt_text.h"

#include <gtest/gtest.h>

#include "command_language/characters.h"
#include "lab/console/picture.h"
#include "lab/console/session_testing.h"

namespace studylab::cli {
namespace {

namespace sample = console::testing;

std::string prompt(console::Session const& session,
                   console::Charset charset = console::Charset::ascii) {
  console::Screen screen;
  screen.charset = charset;
  return prompt_text(session, 160).on(screen);
}

TEST(PromptText, RepeatsTheAlertUntilErrorsAreQueried) {
  auto const session = sample::opened(sample::options_of(11), console::Text::yes);
  auto const rate =
      (std::get<RouteErrors>(session->platform().incident->opened.subject).observed.value() + 5) /
      10;
  EXPECT_EQ(prompt(*session), fmt::format("+0s  errors {}% (0s) > ", rate));
  session->execute("wait 130s");
  // Never newer than what was shown.
  EXPECT_EQ(prompt(*session), fmt::format("+2m10s  errors {}% 2m10s ago > ", rate));
  session->execute("show errors " + sample::environment(*session));
  EXPECT_EQ(prompt(*session).find("2m10s ago"), std::string::npos) << prompt(*session);
}

TEST(PromptText, NamesHoldsAndOperationsUntilTheyAreKnownToHaveEnded) {
  auto const session =
      sample::opened(sample::options_of(11, "route-propagation"), console::Text::yes);
  session->execute("freeze " + sample::environment(*session));
  EXPECT_NE(prompt(*session).find("  1 hold"), std::string::npos) << prompt(*session);
  session->execute("show edges");
  auto const edge = sample::field(*session, "edge");
  auto const asked = session->execute("repair-propagation " + edge);
  ASSERT_EQ(asked.kind, language::AnswerKind::done) << asked.text;
  auto const open = session->picture()->open_operations();
  ASSERT_EQ(open.size(), 1U);
  auto const running = open[0] + " running";
  EXPECT_NE(prompt(*session).find(running), std::string::npos) << prompt(*session);
  session->execute("wait 5m");
  EXPECT_EQ(prompt(*session).find(running), std::string::npos) << prompt(*session);
  EXPECT_NE(prompt(*session).find(open[0] + " ended"), std::string::npos) << prompt(*session);
  session->execute("show operation " + open[0]);
  EXPECT_EQ(prompt(*session).find(open[0]), std::string::npos) << prompt(*session);
  session->execute("unfreeze " + sample::environment(*session));
  EXPECT_EQ(prompt(*session).find("hold"), std::string::npos) << prompt(*session);
}

TEST(PromptText, AWaitForAnOperationShowsItsEnd) {
  auto const session =
      sample::opened(sample::options_of(11, "route-propagation"), console::Text::yes);
  session->execute("show edges");
  session->execute("repair-propagation " + sample::field(*session, "edge"));
  ASSERT_EQ(session->picture()->open_operations().size(), 1U);
  session->execute("wait --for " + session->picture()->open_operations()[0]);
  EXPECT_EQ(prompt(*session).find("running"), std::string::npos) << prompt(*session);
}

TEST(PromptText, LeavesTheTrendOutBeforeWhatIsOpen) {
  auto const session = sample::opened(sample::options_of(11), console::Text::yes);
  auto const environment = sample::environment(*session);
  session->execute("show errors " + environment);
  session->execute("freeze " + environment);
  auto const wide = prompt_text(*session, 160).plain();
  ASSERT_NE(wide.find("▁"), std::string::npos) << wide;
  auto const narrow = prompt_text(*session, 2 * (language::columns_of(wide) - 11)).plain();
  EXPECT_EQ(narrow.find("▁"), std::string::npos) << narrow;
  EXPECT_NE(narrow.find("1 hold"), std::string::npos) << narrow;
}

TEST(PromptText, ARateOverTheThresholdIsRedOnAScreenWithColour) {
  auto const session = sample::opened(sample::options_of(11), console::Text::yes);
  console::Screen screen;
  screen.colour = console::Colour::yes;
  EXPECT_NE(prompt_text(*session, 80).on(screen).find("\x1b[31merrors "), std::string::npos);
  screen.colour = console::Colour::no;
  EXPECT_EQ(prompt_text(*session, 80).on(screen).find('\x1b'), std::string::npos);
}

TEST(PromptText, EscapesAreLiteralForTheLineEditor) {
  EXPECT_EQ(with_literals("a"), "a");
  EXPECT_EQ(with_literals("\x1b[31ma\x1b[0m\x1b[33mb\x1b[0m c"),
            "\1\x1b[31m\1a\1\x1b[0m\x1b[33m\1b\1\x1b[0m\1 c");
}

TEST(PromptText, LeavesSpaceForTheLine) {
  auto const session = sample::opened(sample::options_of(11), console::Text::yes);
  for (std::size_t const width : {20U, 40U, 80U}) {
    auto const text = prompt_text(*session, width).plain();
    EXPECT_LE(language::columns_of(text), width / 2 + 12) << text;
    EXPECT_TRUE(text.ends_with("▸ ")) << text;
  }
}

}  // namespace
}  // namespace studylab::cli
