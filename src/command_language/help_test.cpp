#include <gtest/gtest.h>

#include <algorithm>

#include "command_language/parse.h"
#include "command_language/verbs.h"
#include "command_language/wrap.h"

namespace studylab::language {
namespace {

using namespace std::chrono_literals;

TEST(Help, ExplainsEveryVerb) {
  auto const all = help_text({"--all"});
  for (auto const& row : verb_rows()) {
    auto const text = help_text({std::string{row.words}});
    EXPECT_NE(std::string::npos, text.find(row.usage));
    EXPECT_NE(std::string::npos, text.find(row.help));
    EXPECT_NE(std::string::npos, text.find(row.example));
    bool const prohibited_command = row.help.ends_with("always refused");
    EXPECT_EQ(prohibited_command, all.find(row.usage) == std::string::npos) << row.words;
  }
  EXPECT_NE(std::string::npos, help_text({"show"}).find("show route ROUTE [--edges]"));
  EXPECT_NE(std::string::npos, help_text({"classify"}).find("bad-deploy: app-only"));
}

TEST(Help, DescribesTheCurrentDrill) {
  auto const has = [](HelpRequest const& request, HelpSetting const& setting,
                      std::string_view text) {
    return help_text(request, setting).find(text) != std::string::npos;
  };
  HelpSetting const commands{"bad-deploy", ClockKind::commands, 60min};
  HelpSetting const wall{"bad-deploy", ClockKind::wall, 60min};
  EXPECT_TRUE(has({}, commands, "Find truth (5s each)"));
  EXPECT_FALSE(has({}, wall, "each)"));
  EXPECT_TRUE(has({}, wall, "wall clock"));
  EXPECT_TRUE(has({"freeze"}, commands, "hold, 10s"));
  EXPECT_FALSE(has({"freeze"}, wall, "10s"));
  EXPECT_TRUE(has({"wait"}, wall, "the run ends by itself 1h after the alert"));
  EXPECT_TRUE(has({"classify"}, wall, "app-only"));
  EXPECT_FALSE(has({"classify"}, wall, "stuck-wake"));
  HelpSetting const outage{"provider-outage", ClockKind::wall, 60min};
  EXPECT_TRUE(has({"classify"}, outage, "--scope is required with database, object-store"));
  EXPECT_TRUE(has({"classify"}, outage, "classify database --scope customer --because"));
  EXPECT_FALSE(has({"classify"}, wall, "is required"));
  EXPECT_TRUE(has({"close"}, wall, "what resolved it"));
}

TEST(Help, FitsOneScreenAndListsNoProhibitedCommand) {
  for (auto const clock : {ClockKind::commands, ClockKind::wall}) {
    auto const text = wrapped(help_text({}, {"bad-deploy", clock, 60min}), usual_width);
    EXPECT_LE(std::ranges::count(text, '\n'), 21) << text;  // with the prompt: 24 lines
    for (auto const* word : {"rollback", "status publish|resolve", "edge(s)", "recall [WORD]"}) {
      EXPECT_NE(std::string::npos, text.find(word)) << word << "\n" << text;
    }
    for (auto const* word : {"set-route", "kill-sessions", "skip-to"}) {
      EXPECT_EQ(std::string::npos, text.find(word)) << word;
    }
  }
}

TEST(Help, NamesTheRulesOfScoring) {
  auto const text = help_text({"scoring"});
  for (auto const* part : {"truth 20, classification 20, action 40, evidence 20", "80 or more",
                           "at least half of the points of every phase", "A hint costs 5"}) {
    EXPECT_NE(std::string::npos, text.find(part)) << part;
  }
}

TEST(Help, ExplainsWhatIsNotRecorded) {
  for (auto const& row : free_rows()) {
    EXPECT_NE(std::string::npos, help_text({std::string{row.words}}).find(row.help)) << row.words;
  }
}

}  // namespace
}  // namespace studylab::language
