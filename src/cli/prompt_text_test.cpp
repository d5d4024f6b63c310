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
  return prompt_text(session, charset, 160);
}

TEST(PromptText, RepeatsTheAlertUntilErrorsAreQueried) {
  auto const session = sample::opened(sample::options_of(11), console::Text::yes);
  auto const rate = (session->platform().incident->opened.observed.value() + 5) / 10;
  EXPECT_EQ(prompt(*session), fmt::format("+0s  err {}% (0s) > ", rate));
  session->execute("wait 130s");
  // Never newer than what was shown.
  EXPECT_EQ(prompt(*session), fmt::format("+2m10s  err {}% (2m10s) > ", rate));
  session->execute("show errors " + sample::environment(*session));
  EXPECT_EQ(prompt(*session).find("(2m"), std::string::npos) << prompt(*session);
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
  EXPECT_NE(prompt(*session).find(running), std::string::npos) << "nothing has shown its end";
  session->execute("show operation " + open[0]);
  EXPECT_EQ(prompt(*session).find(running), std::string::npos) << prompt(*session);
  session->execute("unfreeze " + sample::environment(*session));
  EXPECT_EQ(prompt(*session).find("hold"), std::string::npos) << prompt(*session);
}

TEST(PromptText, LeavesSpaceForTheLine) {
  auto const session = sample::opened(sample::options_of(11), console::Text::yes);
  for (std::size_t const width : {20U, 40U, 80U}) {
    auto const text = prompt_text(*session, console::Charset::utf8, width);
    EXPECT_LE(language::columns_of(text), width / 2 + 12) << text;
    EXPECT_TRUE(text.ends_with("▸ ")) << text;
  }
}

}  // namespace
}  // namespace studylab::cli
