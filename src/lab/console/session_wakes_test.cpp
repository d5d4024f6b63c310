// What an operator of a stuck wake reads.
#include <sstream>

#include <gtest/gtest.h>

#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

std::unique_ptr<Session> wake_session(std::string variant, std::size_t width = 80) {
  auto options = testing::options_of(5, std::move(variant));
  options.drill = "stuck-wake";
  auto session = testing::opened(std::move(options), Text::yes);
  Screen screen;
  screen.width = width;
  screen.output = Output::terminal;
  session->set_screen(screen);
  return session;
}

std::vector<std::string> lines_with(std::string const& text, std::string_view part) {
  std::vector<std::string> found;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.contains(part)) found.push_back(line);
  }
  return found;
}

template <class F>
EntryId first_of_kind(Session const& session, auto const& which) {
  for (auto const& entry : session.chain().entries()) {
    auto const* fact = fact_if<F>(entry.fact);
    if (fact != nullptr && which(*fact)) return entry.id;
  }
  return EntryId{};
}

TEST(WakeSession, ARowOfBindingsIsNumberedByWhatIsUnusualInIt) {
  auto const session = wake_session("bindings");
  auto const env = testing::environment(*session);
  testing::run(*session, "wait 60s");
  auto const rows = lines_with(testing::run(*session, "show bindings " + env).text, " gone ");
  auto const gone = first_of_kind<BindingsProbed>(
      *session, [&](BindingsProbed const& probed) { return probed.environment.value() == env; });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].ends_with(" " + std::to_string(gone.number))) << rows[0];
}

TEST(WakeSession, AWakeThatJoinsAnOpenOneSaysSo) {
  auto const session = wake_session("artifact-pull");
  auto const env = testing::environment(*session);
  auto const operation = testing::field(*session, "operation");
  auto const answer = testing::run(*session, "wake " + env);
  EXPECT_TRUE(answer.text.starts_with(operation + ": joined; this wake of " + env)) << answer.text;
}

TEST(WakeSession, AnAttemptsReasonAndEntryAreWholeOnANarrowScreen) {
  auto const session = wake_session("readiness");
  testing::run(*session, "wait 3m");
  auto const text =
      testing::run(*session, "show operation " + testing::field(*session, "operation")).text;
  auto const failed = first_of_kind<AllocationFailed>(*session, [](AllocationFailed const& fact) {
    return fact.stage == AllocationStage::readiness;
  });
  ASSERT_TRUE(failed);
  auto const& reason =
      fact_if<AllocationFailed>(session->chain().entries()[failed.number - 1].fact)->reason;
  EXPECT_NE(text.find("      " + reason), std::string::npos) << text;
  auto const stated = lines_with(text, " " + std::to_string(failed.number));
  EXPECT_FALSE(stated.empty()) << text;
}

TEST(WakeSession, APostcheckPrintsItsResult) {
  auto const session = wake_session("capacity");
  testing::run(*session, "show hosts");
  auto const answer = testing::run(*session, "postcheck host-1");
  EXPECT_NE(answer.text.find("host-1: postcheck passed: "), std::string::npos) << answer.text;
  ASSERT_FALSE(answer.entries.empty());
  auto const* checked =
      fact_if<Checked>(session->chain().entries()[answer.entries.back().number - 1].fact);
  ASSERT_NE(checked, nullptr);
  EXPECT_EQ(checked->finding, "passed");
  EXPECT_EQ(checked->shown.size(), 2U);  // the order and the report
}

TEST(WakeSession, HeadroomStatesWhetherTheOtherHostsHaveRoom) {
  auto const session = wake_session("capacity");
  testing::run(*session, "show hosts");
  auto const answer = testing::run(*session, "headroom host-1");
  EXPECT_NE(answer.text.find("the other hosts have"), std::string::npos) << answer.text;
  ASSERT_EQ(answer.entries.size(), 1U);
  auto const* checked =
      fact_if<Checked>(session->chain().entries()[answer.entries.front().number - 1].fact);
  ASSERT_NE(checked, nullptr);
  EXPECT_FALSE(checked->shown.empty());
}

TEST(WakeSession, ACloseIsPlannedWithAllThatWasNotDone) {
  auto const session = wake_session("secrets");
  auto const env = testing::environment(*session);
  auto const shown = testing::run(*session, "show incident").entries.back();
  auto const ref = to_text(shown);
  testing::run(*session, "classify secrets --because \"it expired\" --ref " + ref);
  testing::run(*session, "impact --users 1 --minutes 1 --because \"a guess\" --ref " + ref);
  auto const first = testing::run(*session, "close --plan").text;
  for (auto const* part : {"--summary", "a notice to the app owner", "(SW5)",
                           "a query of the symptom since the class"}) {
    EXPECT_NE(first.find(part), std::string::npos) << part << "\n" << first;
  }
  testing::run(*session, "notify-owner " + env + " --repair readiness --because \"a guess\"");
  testing::run(*session, "show gate " + env);
  auto const then = testing::run(*session, "close --summary \"done\" --plan --ref " + ref).text;
  EXPECT_EQ(then.find("(SW5)"), std::string::npos) << then;
  EXPECT_NE(then.find("a --ref to a query since the last repair"), std::string::npos) << then;
}

}  // namespace
}  // namespace studylab::console
