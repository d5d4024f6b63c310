#include <gtest/gtest.h>

#include "command_language/message.h"
#include "command_language/message_testing.h"
#include "command_language/parse.h"

namespace studylab::language {
namespace {

using namespace std::chrono_literals;
using namespace language::testing;

Instant const clock_at = parse_instant("2026-03-01T03:10:05.5Z").value();

TEST(Message, OpeningIsTheFirstLine) {
  Opening opening{{}, "bad-deploy", "run-7", clock_at};
  opening.incident.text("severity", "high");
  opening.incident.entry("entry", EntryId{40});
  auto const line = to_json(opening);
  EXPECT_EQ(
      R"({"incident":{"severity":"high","entry":"entry-40"},"runbook":"bad-deploy","run":"run-7",)"
      R"("clock":"2026-03-01T03:10:05.5Z"})",
      line);
  auto const again = opening_from_json(line).value();
  EXPECT_EQ(line, to_json(again));
  EXPECT_EQ(MessageKind::opening, message_kind(line));
}

TEST(Message, AnswerIsOneLineWithEveryKey) {
  Answer answer;
  answer.command = "show routes";
  answer.text = "shop.example rel-4 [entry-57]\nentry-91";
  answer.data.open_list("routes");
  answer.data.open_row();
  answer.data.text("owner", "rel-4");
  answer.data.entry("entry", EntryId{57});
  answer.data.close();
  answer.data.close();
  answer.clock = clock_at;
  answer.entries = {EntryId{91}};
  auto const line = to_json(answer);
  EXPECT_EQ(R"({"command":"show routes","kind":"done","code":"","rule":"",)"
            R"("text":"shop.example rel-4 [entry-57]\nentry-91",)"
            R"("data":{"routes":[{"owner":"rel-4","entry":"entry-57"}]},)"
            R"("clock":"2026-03-01T03:10:05.5Z","entries":["entry-91"],"ended":false})",
            line);
  auto const again = answer_from_json(line).value();
  EXPECT_EQ(line, to_json(again));
  EXPECT_EQ(AnswerKind::done, again.kind);
  EXPECT_EQ(answer.entries, again.entries);
  EXPECT_EQ(MessageKind::answer, message_kind(line));
}

TEST(Message, ARefusalHasCodeAndRule) {
  Refusal const refusal{RefusalCode::environment_frozen, "shop/production is frozen by hold-1",
                        "unfreeze it"};
  auto const answer = refused_answer("deploy x", refusal, clock_at, {EntryId{7}});
  EXPECT_EQ(AnswerKind::refused, answer.kind);
  EXPECT_EQ("environment_frozen", answer.code);
  EXPECT_EQ("BD1", answer.rule);
  EXPECT_EQ("refused environment_frozen: shop/production is frozen by hold-1; unfreeze it (BD1)",
            answer.text);
}

TEST(Message, AUsageErrorIsNotRecorded) {
  auto const error = parse_command("freeze", {}).error();
  auto const answer = usage_answer("freeze", error, clock_at);
  EXPECT_EQ(AnswerKind::usage, answer.kind);
  EXPECT_EQ("usage: freeze needs ENV; freeze ENV", answer.text);
  EXPECT_TRUE(answer.entries.empty());
  EXPECT_EQ("", answer.code);
}

TEST(Message, DebriefIsTheLastLine) {
  Debrief const debrief{{{"score", 100}, {"passed", true}}};
  auto const line = to_json(debrief);
  EXPECT_EQ(R"({"debrief":{"score":100,"passed":true}})", line);
  EXPECT_EQ(line, to_json(debrief_from_json(line).value()));
  EXPECT_EQ(MessageKind::debrief, message_kind(line));
}

TEST(Message, AnErrorNamesTheProblem) {
  EXPECT_EQ("not a JSON object", answer_from_json("[]").error());
  EXPECT_EQ("\"command\" must be a string", answer_from_json("{}").error());
  auto const line = to_json(usage_answer("x", {"what", 0, ""}, clock_at));
  auto const with = [&](std::string_view from, std::string_view to) {
    auto text = line;
    text.replace(text.find(from), from.size(), to);
    auto const answer = answer_from_json(text);
    return answer ? "good" : answer.error();
  };
  EXPECT_EQ("\"kind\" must be done, refused or usage", with("\"usage\"", "\"odd\""));
  EXPECT_EQ("\"clock\" must be a time", with("2026-03", "2026-13"));
  EXPECT_EQ("\"entries\" must be an array of entries", with("[]", "[3]"));
  EXPECT_EQ("\"ended\" must be true or false", with("false", "0"));
  EXPECT_FALSE(message_kind("{}"));
}

TEST(InputLine, IsPlainTextOrJson) {
  EXPECT_EQ("show routes", command_of_input_line("show routes\n").value());
  EXPECT_EQ("show routes", command_of_input_line("show routes\r\n").value());
  EXPECT_EQ("", command_of_input_line("").value());
  EXPECT_EQ("note \"é\"", command_of_input_line(R"( {"command":"note \"é\"","id":3})").value());
}

// An echo contains only printable text: invalid bytes would break the JSON.
TEST(Message, AnEchoIsReadable) {
  auto const answer = usage_answer("\xff\xfe bad\x1b[2J", {"no UTF-8", 1, ""}, clock_at);
  EXPECT_EQ("\uFFFD\uFFFD bad\uFFFD[2J", answer.command);
  EXPECT_TRUE(answer_from_json(to_json(answer)));
}

TEST(InputLine, AJsonStringIsNotACommand) {
  auto const command = command_of_input_line("\"show incident\"");
  ASSERT_FALSE(command);
  EXPECT_EQ("usage: a JSON string is not a command; write a command, or {\"command\":\"…\"}",
            command.error().text());
}

TEST(InputLine, BadJsonIsAUsageError) {
  for (auto const* line :
       {"{", "{}", "{\"command\":3}", "{\"command\":\"x\"} y", "{\"command\":null}"}) {
    auto const command = command_of_input_line(line);
    ASSERT_FALSE(command) << line;
    EXPECT_NE(std::string::npos,
              command.error().text().find("write a command, or {\"command\":\"…\"}"))
        << line;
  }
  EXPECT_FALSE(command_of_input_line("{" + std::string(100'000, ' ')));
  EXPECT_FALSE(command_of_input_line("{\"command\":" + std::string(5000, '[')));
}

}  // namespace
}  // namespace studylab::language
