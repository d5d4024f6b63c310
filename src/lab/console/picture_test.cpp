#include "lab/console/picture.h"

#include <gtest/gtest.h>

#include "command_language/characters.h"
#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

// The line of `recall` about a thing; empty where there is none.
std::string recalled(Session const& session, std::string_view name, Screen const& screen = {}) {
  std::string_view text;
  auto const all = session.picture()->list(screen, session.now());
  for (text = all; !text.empty();) {
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find(name) != line.npos) return std::string{line};
  }
  return {};
}

TEST(Picture, AnEdgeThatWasRepairedIsCurrentInTheLatestAnswer) {
  auto const session = testing::opened(testing::options_of(11, "route-propagation"), Text::yes);
  auto const edge = testing::field(*session, "edge");
  session->execute("show route " + testing::field(*session, "route") + " --edges");
  EXPECT_NE(recalled(*session, edge).find("behind"), std::string::npos) << recalled(*session, edge);
  session->execute("repair-propagation " + edge);
  session->execute("wait --for " + session->picture()->open_operations().at(0));
  session->execute("show edge " + edge);
  EXPECT_NE(recalled(*session, edge).find("current"), std::string::npos)
      << recalled(*session, edge);
}

TEST(Picture, AWaitNamesWhatItWaitedFor) {
  auto const session = testing::opened(testing::options_of(11, "route-propagation"), Text::yes);
  session->execute("show edges");
  session->execute("repair-propagation " + testing::field(*session, "edge"));
  auto const operation = session->picture()->open_operations().at(0);
  auto const waited = session->execute("wait --for " + operation);
  EXPECT_EQ(json_of(waited.data).at("waited").at("object"), boost::json::string(operation));
  EXPECT_NE(recalled(*session, operation).find("ended"), std::string::npos);
}

// On the wall clock, an answer is not a whole second old.
TEST(Picture, AgesAreWholeSeconds) {
  auto const session = testing::opened(testing::options_of(11), Text::yes);
  session->execute("show edges");
  auto const later = session->now() + std::chrono::milliseconds{2'023};
  for (auto const* word : {"", "edge"}) {
    auto const answer = json_of(session->picture()->data(word, later));
    auto const& rows = answer.at("recalled").as_array();
    EXPECT_FALSE(rows.empty()) << word;
    for (auto const& row : rows) EXPECT_EQ(row.at("age"), "2s") << word;
  }
}

TEST(Picture, RecallFitsTheScreenAndCutsNoWordWithoutAnEllipsis) {
  auto const session = testing::opened(testing::options_of(11), Text::yes);
  session->execute("show operation " + testing::field(*session, "operation"));
  session->execute("show bindings");
  Screen screen;
  screen.width = 48;
  auto const all = session->picture()->list(screen, session->now());
  for (std::string_view text = all; !text.empty();) {
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    EXPECT_LE(language::columns_of(line), 48U) << line;
  }
  EXPECT_NE(all.find("last state"), std::string::npos) << all;
  EXPECT_NE(all.find("…"), std::string::npos) << all;
}

}  // namespace
}  // namespace studylab::console
