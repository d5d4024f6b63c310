// References to what answers print, and answers from people.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

using language::AnswerKind;
using testing::field;
using testing::opened;
using testing::run;

// The last line of the answer prints the entry of the result; that entry can be a reference.
TEST(Session, TheResultOfASnapshotAVerifyAndAResumeIsAReference) {
  auto const session = opened(1, "route-propagation");
  auto const edge = field(*session, "edge");
  auto const& state = session->platform();
  run(*session, "show edges");
  for (auto const* verb : {"snapshot", "verify", "resume"}) {
    auto line = std::string{verb} + " " + edge;
    if (line.starts_with("resume")) {
      auto const& snapshots = state.edges.at(parse_id<EdgeId>(edge).value()).snapshots;
      line += fmt::format(" --from {}", snapshots.begin()->second.fetched.sequence.value() + 1);
    }
    auto const answer = run(*session, line);
    ASSERT_EQ(answer.kind, AnswerKind::done) << line << ": " << answer.text;
    auto const own = to_text(answer.entries.back());
    EXPECT_EQ(run(*session, "note \"seen\" --ref " + own).kind, AnswerKind::done) << line;
  }
}

TEST(Session, AnAppOwnerAcknowledgesANoticeWithoutARequest) {
  auto const session = opened(1, "app-only");
  run(*session, "show environments");
  run(*session, "notify-owner " + testing::environment(*session));
  EXPECT_EQ(json_of(run(*session, "wait --for notice-1").data).at("waited").at("result"),
            "reached");
  auto const shown = run(*session, "show incident");
  EXPECT_EQ(json_of(shown.data).at("notices").at(0).at("answer").at("said"), "has read it");
}

}  // namespace
}  // namespace studylab::console
