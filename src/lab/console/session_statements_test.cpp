// What people say when the alert opens is shown with it and by `show incident`.
#include <gtest/gtest.h>

#include "lab/console/render/alert.h"
#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

std::vector<language::Record> said_in(language::Data const& data) {
  return language::Record{data}.rows("statements");
}

TEST(Statements, AreShownWithTheAlertOfAHardRunAndByShowIncident) {
  auto options = testing::options_of(3);
  options.level = Level::hard;
  auto const session = testing::opened(std::move(options), Text::yes);
  auto const with_alert = said_in(session->opening().incident);
  ASSERT_GE(with_alert.size(), 2U);
  EXPECT_EQ(session->platform().statements.size(), with_alert.size()) << "before the prompt";
  auto const first_screen = alert_text(*session, Screen{});
  auto const answer = testing::run(*session, "show incident");
  auto const shown = said_in(answer.data);
  ASSERT_EQ(shown.size(), with_alert.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    for (auto const* key : {"who", "role", "at", "text"}) {
      EXPECT_EQ(shown[i].text(key), with_alert[i].text(key));
      EXPECT_NE(shown[i].text(key), "");
    }
    EXPECT_EQ(shown[i].entry(), with_alert[i].entry());
    auto const& entry = session->chain().entry(shown[i].entry());
    EXPECT_NE(fact_if<StatementMade>(entry.fact), nullptr);
    EXPECT_NE(first_screen.find(shown[i].text("who")), std::string::npos);
  }
}

TEST(Statements, ARunInWhichPeopleSayNothingHasNone) {
  auto const session = testing::opened(3);
  EXPECT_FALSE(language::Record{session->opening().incident}.contains("statements"));
  EXPECT_FALSE(
      language::Record{testing::run(*session, "show incident").data}.contains("statements"));
}

}  // namespace
}  // namespace studylab::console
