// What an operator of a host upgrade reads.
#include <gtest/gtest.h>

#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

std::unique_ptr<Session> upgrade_session(std::string variant) {
  auto options = testing::options_of(3, std::move(variant));
  options.drill = "host-upgrade";
  auto session = testing::opened(std::move(options), Text::yes);
  Screen screen;
  screen.width = 100;
  session->set_screen(screen);
  return session;
}

std::string due_host(Session const& session) {
  return to_text(host_of(session.platform().incident->opened));
}

TEST(UpgradeSession, TheDeclaredImageIsNotTakenForTheOneThatTheHostRuns) {
  auto const session = upgrade_session("plain");
  auto const host = due_host(*session);
  auto const& recorded = session->platform().hosts.at(parse_id<HostId>(host).value());
  auto const before = testing::run(*session, "show host " + host).text;
  EXPECT_TRUE(before.contains("declared image " + short_text(recorded.image))) << before;
  testing::run(*session, "postcheck " + host);
  auto const after = testing::run(*session, "show host " + host).text;
  ASSERT_TRUE(recorded.postchecked);
  ASSERT_NE(recorded.postchecked->image, recorded.image);
  EXPECT_TRUE(after.contains("runs")) << after;
  EXPECT_TRUE(after.contains(short_text(recorded.postchecked->image))) << after;
}

TEST(UpgradeSession, APostcheckNamesEachFileThatWasChanged) {
  auto const session = upgrade_session("drift");
  auto const host = due_host(*session);
  auto const answer = testing::run(*session, "postcheck " + host);
  auto const& recorded = session->platform().hosts.at(parse_id<HostId>(host).value());
  ASSERT_EQ(recorded.drift.size(), 1U);
  auto const path = recorded.drift.front().path;
  EXPECT_TRUE(answer.text.contains(path + " was changed")) << answer.text;
  auto const command = "record-drift " + host + " --path " + path;
  EXPECT_TRUE(answer.text.contains(command)) << answer.text;
  auto const said = testing::run(*session, command + " --because \"found by the postcheck\"").text;
  EXPECT_TRUE(said.contains("the change of " + path + " on " + host + " is recorded")) << said;
}

TEST(UpgradeSession, TheListOfOperationsKeepsTheirKindOnANarrowScreen) {
  auto const session = upgrade_session("two-hosts");
  Screen screen;
  screen.width = 80;
  session->set_screen(screen);
  auto const text = testing::run(*session, "show operations").text;
  EXPECT_TRUE(text.contains("kind")) << text;
  EXPECT_TRUE(text.contains("drain")) << text;
}

}  // namespace
}  // namespace studylab::console
