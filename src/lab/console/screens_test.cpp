// Complete screens: tests/golden/screens holds a run on each kind of screen. `UPDATE_GOLDEN=1
// build/…/tests/test_lab --gtest_filter='Screens.*'` updates them; review the difference before you
// keep it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "command_language/characters.h"
#include "lab/console/render/alert.h"
#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

using testing::field;
using testing::options_of;

constexpr std::size_t max_screen_lines = 24;

// The release that served before the alert's operation.
std::string release_before(Session const& session) {
  auto const op = parse_id<OperationId>(field(session, "operation")).value();
  return to_text(owner_change(session.platform().operations.at(op)).replaced);
}

// Every query that this platform answers.
std::vector<std::string> queries(Session const& session) {
  auto const& state = session.platform();
  auto const env = field(session, "environment");
  auto const edge = field(session, "edge");
  auto const op = field(session, "operation");
  auto const& declared = state.environments.at(EnvironmentName{env}).declared;
  auto const artifact = short_text(state.releases.begin()->second.registered.digest);
  auto const provider = to_text(state.databases.at(declared.database).registered.provider);
  return {"show incident",
          "show errors " + env,
          "show errors " + env + " --since 5m",
          "show environments",
          "show environment " + env,
          "show operations",
          "show operations " + env,
          "show operation " + op,
          "show routes",
          "show route " + field(session, "route"),
          "show route " + field(session, "route") + " --edges",
          "show releases " + env,
          "show release " + release_before(session),
          "show artifacts",
          "show artifact " + artifact,
          "show allocations",
          "show allocations " + env,
          "show allocation " + to_text(state.allocations.rbegin()->first),
          "show edges",
          "show edge " + edge,
          "show databases",
          "show database " + to_text(declared.database),
          "show hosts",
          "show host host-1",
          "show quorum",
          "show sessions " + env,
          "show sessions host-1",
          "show providers",
          "show provider " + provider,
          "show bindings",
          "show bindings " + env,
          "show status",
          "logs " + env,
          "show errors " + env + " --wide"};
}

// A plan, refusals, holds, repairs, waits and records.
std::vector<std::string> acts(Session const& session) {
  auto const env = field(session, "environment");
  auto const edge = field(session, "edge");
  auto const before = release_before(session);
  return {"hint",
          "rollback " + env + " --to " + before + " --plan",
          "freeze " + env + " --because \"keep what waits\"",
          "freeze " + env,
          "set-route " + edge + " " + field(session, "route") + " " + before,
          "classify app-only --because \"a guess\" --ref " + env,
          "snapshot " + edge,
          "show snapshot " + edge,
          "verify " + edge,
          "status publish " + env + " --cause app --says \"errors since the alert\"",
          "notify-owner " + env + " --repair readiness",
          "escalate capacity",
          "gap-policy " + env + " fail-closed",
          "repair-propagation " + edge,
          "rollback " + env + " --to " + before + " --because \"it served well\"",
          "wait 20s",
          "wait --until symptom-gone --at-most 3m",
          "wait --for notice-1",
          "show operations " + env,
          "show incident",
          "note \"nearly there\" --ref " + env,
          "unfreeze " + env,
          "status resolve " + env,
          "impact --users 10 --minutes 1 --because \"as shown\"",
          "recall",
          "recall notice-1",
          "close --summary \"done\" --ref " + env};
}

std::vector<std::string> tour(Session const& session) {
  auto lines = queries(session);
  std::ranges::move(acts(session), std::back_inserter(lines));
  return lines;
}

// The output as a terminal would show it: `␛` is the byte that begins a style.
struct Answered {
  std::string line;
  language::AnswerKind kind;
  std::string text;
};
std::vector<Answered> answers_on(Screen const& screen, std::uint64_t seed,
                                 std::string const& variant) {
  auto const session = testing::opened(options_of(seed, variant), Text::yes);
  session->set_screen(screen);
  std::vector<Answered> answers{{"", language::AnswerKind::done, alert_text(*session, screen)}};
  for (auto const& line : tour(*session)) {
    auto answer = session->execute(line);
    answers.push_back({line, answer.kind, std::move(answer.text)});
  }
  return answers;
}

std::string transcript(std::vector<Answered> const& answers) {
  std::string out;
  for (auto const& [line, kind, text] : answers) {
    if (!line.empty()) out += "> " + line + "\n";
    out += text + "\n\n";
  }
  for (auto at = out.find('\x1b'); at != std::string::npos; at = out.find('\x1b', at)) {
    out.replace(at, 1, "␛");
  }
  out.pop_back();
  return out;
}

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string without_styles(std::string text) {
  for (auto at = text.find("\x1b["); at != std::string::npos; at = text.find("\x1b[", at)) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  return text;
}

constexpr Screen screen_of(std::size_t width, Colour colour, Charset charset) {
  return {width, colour, charset, Output::terminal};
}

struct Golden {
  char const* file;
  Screen screen;
};
constexpr Golden goldens[] = {
    {"80.txt", screen_of(80, Colour::no, Charset::utf8)},
    {"100.txt", screen_of(100, Colour::no, Charset::utf8)},
    {"140.txt", screen_of(140, Colour::no, Charset::utf8)},
    {"100-colour.txt", screen_of(100, Colour::yes, Charset::utf8)},
    {"100-ascii.txt", screen_of(100, Colour::no, Charset::ascii)},
};

TEST(Screens, MatchTheGoldenFiles) {
  std::filesystem::path const folder{STUDYLAB_SOURCE_DIR "/tests/golden/screens"};
  for (auto const& [file, screen] : goldens) {
    SCOPED_TRACE(file);
    auto const shown = transcript(answers_on(screen, 3, "route-propagation"));
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
      std::filesystem::create_directories(folder);
      std::ofstream{folder / file} << shown;
    }
    std::ifstream kept{folder / file};
    std::stringstream text;
    text << kept.rdbuf();
    EXPECT_EQ(text.str(), shown);
  }
}

TEST(Screens, FitTheScreenAndStateWhatIsLeftOut) {
  for (auto const* variant : {"app-only", "route-propagation", "no-fault"}) {
    for (std::size_t const width : {80U, 100U, 140U}) {
      auto const screen = screen_of(width, Colour::no, Charset::utf8);
      for (auto const& answer : answers_on(screen, 11, variant)) {
        SCOPED_TRACE(answer.line);
        if (answer.line.ends_with("--wide")) continue;
        auto const lines = lines_of(answer.text);
        // Everything that was seen is a list without an end; a terminal shows it in the pager.
        if (answer.line != "recall") {
          EXPECT_LE(lines.size(), max_screen_lines) << answer.text;
        }
        if (answer.kind == language::AnswerKind::usage) continue;
        for (auto const& line : lines) EXPECT_LE(language::columns_of(line), width) << line;
      }
    }
  }
}

TEST(Screens, HaveTheSameTextWithColourAndWithoutUtf8) {
  for (std::size_t const width : {80U, 100U, 140U}) {
    auto const plain = answers_on(screen_of(width, Colour::no, Charset::utf8), 3, "app-only");
    auto const coloured = answers_on(screen_of(width, Colour::yes, Charset::utf8), 3, "app-only");
    auto const ascii = answers_on(screen_of(width, Colour::no, Charset::ascii), 3, "app-only");
    bool any_style = false;
    for (std::size_t n = 0; n < plain.size(); ++n) {
      EXPECT_EQ(without_styles(coloured[n].text), plain[n].text);
      any_style |= coloured[n].text != plain[n].text;
      if (plain[n].kind == language::AnswerKind::usage) continue;
      EXPECT_TRUE(std::ranges::all_of(ascii[n].text, [](char c) { return c >= '\n' && c < 127; }));
      EXPECT_EQ(lines_of(ascii[n].text).size(), lines_of(plain[n].text).size());
    }
    EXPECT_TRUE(any_style);
  }
}

// A query shows what it returned, whichever view prints it.
TEST(Screens, TheViewDoesNotChangeWhatIsRecorded) {
  auto const first = testing::opened(options_of(3), Text::yes);
  auto const second = testing::opened(options_of(3), Text::yes);
  second->set_screen(screen_of(140, Colour::yes, Charset::ascii));
  auto const env = field(*first, "environment");
  auto const narrow = first->execute("show errors " + env);
  auto const wide = second->execute("show errors " + env + " --wide");
  EXPECT_EQ(json_of(narrow.data), json_of(wide.data));
  EXPECT_NE(narrow.text, wide.text);
  EXPECT_EQ(first->now(), second->now());
  auto const queried = [](Session const& session) {
    return fact_if<Queried>(session.chain().entries().back().fact);
  };
  ASSERT_NE(queried(*first), nullptr);
  EXPECT_EQ(queried(*first)->query, queried(*second)->query);
  EXPECT_EQ(queried(*first)->shown, queried(*second)->shown);
}

}  // namespace
}  // namespace studylab::console
