#include "cli/person.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include "command_language/prefixes.h"
#include "lab/console/session_testing.h"

namespace studylab::cli {
namespace {

namespace sample = console::testing;

// A person with a run of their own.
struct Practice {
  std::unique_ptr<console::Session> session =
      sample::opened(sample::options_of(11), console::Text::yes);
  Out out;
  Person person{*session, out, Person::At::stream};
  std::string last_entry;  // of an answer with facts: what `.` refers to

  language::Answer type_full(std::string const& line) {
    auto answer = session->execute(line);
    bool const facts = language::answers_with_facts(line) && !answer.entries.empty();
    if (facts) last_entry = studylab::to_text(answer.entries.back());
    return answer;
  }
  language::Answer type(std::string const& typed) {
    auto ready = person.read(typed);
    if (auto* answer = std::get_if<language::Answer>(&ready)) return *answer;
    auto const* full = std::get_if<language::FullLine>(&ready);
    if (full == nullptr) return {};
    auto answer = type_full(full->line);
    person.answered(answer);
    return answer;
  }
  std::string head() const { return studylab::to_text(session->chain().head()); }
};

struct Row {
  std::string typed;
  std::string full;
};

// What a person types, and the full command; `.` is the entry of the last answer.
std::vector<Row> rows_of(console::Session const& session) {
  auto const env = sample::field(session, "environment");
  auto const op = sample::field(session, "operation");
  return {{"sh inc", "show incident"},
          {"sh op", "show operation " + op},
          {"sh op " + op, "show operation " + op},
          {"show route --ed", "show route " + sample::field(session, "route") + " --edges"},
          {"sh err --si 2m", "show errors " + env + " --since 2m"},
          {"sh rel", "show releases " + env},
          {"logs", "logs " + env},
          {"free --bec 'as  typed' --re .", "freeze " + env + " --because 'as  typed' --ref LAST"},
          {"unfreeze --plan", "unfreeze " + env + " --plan"},
          {"cl app-only", "cl app-only"},
          {"note 'x' --ref .", "note 'x' --ref LAST"}};
}

TEST(ShortInput, GivesTheLedgerBytesOfTheFullCommand) {
  bool const held = rc::check("heads are equal", [] {
    Practice brief;
    Practice full;
    full.type("show incident");
    brief.type("show incident");
    auto const rows = rows_of(*brief.session);
    auto const length = *rc::gen::inRange(1, 7);
    for (int n = 0; n < length; ++n) {
      auto const& row = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
      auto line = row.full;
      auto const last = line.find("LAST");
      if (last != std::string::npos) line.replace(last, 4, full.last_entry);
      brief.type(row.typed);
      full.type_full(line);
      RC_ASSERT(brief.head() == full.head());
    }
  });
  EXPECT_TRUE(held);
}

TEST(Person, RepeatsTheLastLineAndAsksForHelp) {
  Practice practice;
  EXPECT_EQ(practice.type("!!").kind, language::AnswerKind::usage);
  practice.type("sh inc");
  EXPECT_EQ(practice.type("!!").command, "show incident");
  EXPECT_EQ(practice.type("!! --because again").command, "show incident --because again");
  EXPECT_NE(practice.type("?").text.find("Find truth"), std::string::npos);
  EXPECT_TRUE(practice.type("? roll").text.starts_with("rollback ENV"));
  auto const size = practice.session->chain().size();
  practice.type("clear");
  practice.type("? scoring");
  practice.type("recall");
  practice.type("show runbook");
  EXPECT_EQ(practice.session->chain().size(), size);
}

TEST(Person, IsWarnedBeforeAHintThatMattersForPassing) {
  Practice practice;
  auto const hints = [&] {
    std::size_t given = 0;
    for (auto const& entry : practice.session->chain().entries()) {
      given += fact_if<HintGiven>(entry.fact) != nullptr ? 1 : 0;
    }
    return given;
  };
  practice.type("hint");
  EXPECT_EQ(hints(), 1U);
  auto const warning = practice.type("hint");
  EXPECT_EQ(hints(), 1U);
  EXPECT_NE(warning.text.find("10 of 20 in truth"), std::string::npos) << warning.text;
  practice.type("hint");
  EXPECT_EQ(hints(), 2U);
  practice.type("hint");  // costs nothing: half of the phase is lost already
  EXPECT_EQ(hints(), 3U);
  practice.type("hint");  // the phase has three
  EXPECT_EQ(hints(), 3U);
}

TEST(Person, RecallIsFree) {
  Practice practice;
  EXPECT_NE(practice.type("recall").text.find("nothing has been shown"), std::string::npos);
  auto const shown = practice.type("show operation");
  auto const before = practice.session->now();
  auto const op = sample::field(*practice.session, "operation");
  auto const again = practice.type("recall " + op);
  EXPECT_NE(again.text.find(shown.text), std::string::npos);
  EXPECT_NE(practice.type("recall").text.find(op), std::string::npos);
  EXPECT_NE(practice.type("recall nowhere").text.find("nothing that was shown"), std::string::npos);
  EXPECT_EQ(practice.session->now(), before);
  EXPECT_TRUE(again.entries.empty());
}

}  // namespace
}  // namespace studylab::cli
