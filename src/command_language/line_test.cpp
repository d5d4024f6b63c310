#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "command_language/parse.h"
#include "command_language/tokenizer.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

using namespace std::chrono_literals;

// --- random commands ---

rc::Gen<std::string> one_of(std::vector<std::string> words) {
  return rc::gen::elementOf(std::move(words));
}

rc::Gen<std::string> any_text() {
  auto const piece =
      one_of({"a", "Z", "9", " ", "\"", "'", "\\", "--ref", "--", "ü", "🙂", "=", "#"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](std::vector<std::string> const& pieces) {
                        std::string text = "x";
                        for (auto const& one : pieces) text += one;
                        return text.substr(0, 300);
                      });
}

std::string environment() { return *one_of({"shop/production", "a-b.c/staging", "x/preview"}); }
std::string operation() { return *one_of({"op-1", "op-4294967295"}); }
std::string edge() { return *one_of({"edge-a", "edge-zz"}); }
std::string name() { return *one_of({"search", "shop-main", "sha256:4c1f", "a_b/c.d"}); }
std::optional<Duration> maybe_duration() {
  return *rc::gen::elementOf(
      std::vector<std::optional<Duration>>{std::nullopt, 1us, 250ms, 90s, 120s, Duration{24h}});
}
bool coin() { return *rc::gen::arbitrary<bool>(); }
template <class E>
E any_of(std::uint32_t first = 0) {
  return static_cast<E>(*rc::gen::inRange<std::uint32_t>(first, enum_size<E>));
}

Query any_query() {
  using enum QueryKind;
  Query query;
  query.query = any_of<QueryKind>();
  switch (query.query) {
    case incident:
    case environments:
    case routes:
    case artifacts:
    case edges:
    case databases:
    case hosts:
    case quorum:
    case providers:
    case regions:
    case status: break;
    case operations:
    case allocations:
    case bindings: query.object = coin() ? language::environment() : ""; break;
    case environment:
    case releases:
    case gate: query.object = language::environment(); break;
    case operation:
    case plan: query.object = language::operation(); break;
    case route:
      query.object = "shop.example";
      query.edges = coin();
      break;
    case release: query.object = "rel-4"; break;
    case artifact:
    case database:
    case backups:
    case consumers:
    case provider: query.object = name(); break;
    case allocation: query.object = "alloc-7"; break;
    case edge:
    case snapshot: query.object = language::edge(); break;
    case sessions: query.object = coin() ? "host-2" : language::environment(); break;
    case host: query.object = "host-2"; break;
    case errors:
      query.object = language::environment();
      query.since = maybe_duration();
      break;
    case logs:
      query.object = coin() ? "alloc-7" : language::environment();
      query.since = maybe_duration();
      if (coin()) query.grep = *any_text();
      break;
  }
  return query;
}

Verb any_on_database() {
  DatabaseName const database{name()};
  switch (*rc::gen::inRange(0, 6)) {
    case 0: return FenceWriters{database};
    case 1: return UnfenceWriters{database};
    case 2: return PlanRestore{database, coin() ? "before:entry-40" : ""};
    case 3: return RunRestore{database, operation(), "backup", BackupName{coin() ? name() : ""}};
    case 4: return CutOverRestore{database, operation()};
    default: return Reconcile{database, operation(), ConsumerName{name()}, "skip"};
  }
}

Verb any_on_provider() {
  switch (*rc::gen::inRange(0, 3)) {
    case 0: return Pause{EnvironmentName{environment()}};
    case 1: return Unpause{EnvironmentName{environment()}};
    default: return FailOver{DatabaseName{name()}, RegionName{name()}};
  }
}

ProhibitedCommand any_prohibited_command() {
  ProhibitedCommand command{any_of<ProhibitedVerb>(), {}, {}};
  if (coin()) return command;
  command.object = *any_text();
  command.arguments = *rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
      any_text(), one_of({"--unsafe", "--because", "--ref", "--plan", "--help", "--"})));
  return command;
}

Wait any_wait() {
  if (coin()) return Wait{90s, {}, false, {}};
  auto const for_operation = coin();
  return Wait{{}, for_operation ? operation() : "", !for_operation, maybe_duration()};
}

NotifyOwner any_notice() {
  NotifyOwner notice{EnvironmentName{environment()}, {}, {}};
  if (coin()) notice.repair = any_of<RepairKind>();
  bool const named = notice.repair == RepairKind::secret || notice.repair == RepairKind::binding;
  if (named) notice.name = name();
  return notice;
}

Rollback any_rollback() {
  Rollback rollback{EnvironmentName{environment()}, name(), coin(), coin()};
  bool const forbidden = rollback.as_data_repair || rollback.without_database_check;
  if (forbidden && coin()) rollback.release.clear();
  if (forbidden && coin()) rollback.environment = {};
  return rollback;
}

SetGapPolicy any_policy() {
  SetGapPolicy policy{EnvironmentName{environment()}, any_of<GapMode>(), {}};
  if (policy.mode == GapMode::last_verified) policy.max_age = maybe_duration();
  return policy;
}

Close any_close() {
  Close close{*any_text(), {}, {}};
  if (coin()) close.keep = {"hold-1", "hold-22"};
  if (coin()) close.hand_over = any_of<Team>();
  return close;
}

StateImpact any_impact() {
  StateImpact impact{
      *rc::gen::arbitrary<std::uint32_t>(), *rc::gen::arbitrary<std::uint32_t>(), {}, {}};
  if (coin()) impact.data = *any_text();
  if (coin()) impact.approved_by = PersonName{name()};
  return impact;
}

Verb any_verb() {
  EnvironmentName const env{environment()};
  switch (*rc::gen::inRange(0, 36)) {
    case 0: return any_query();
    case 1: return Hint{};
    case 2: return Classify{any_of<FaultClass>(), any_of<Scope>()};
    case 3: return Note{*any_text()};
    case 4: return any_impact();
    case 5: return any_close();
    case 6: return any_wait();
    case 7: return Freeze{env};
    case 8: return Unfreeze{env};
    case 9: return Cancel{operation()};
    case 10: return any_rollback();
    case 11: return Deploy{env, name(), coin() ? ForwardFix::yes : ForwardFix::no};
    case 12: return RepairPropagation{edge()};
    case 13: return Wake{env};
    case 14: return Retry{operation()};
    case 15: return any_notice();
    case 16: return Escalate{static_cast<Team>(*rc::gen::inRange(0, 4))};
    case 17: return any_policy();
    case 18: return TakeSnapshot{edge(), coin() ? name() : ""};
    case 19: return VerifySnapshot{edge()};
    case 20: return Resume{edge(), RouteSequence{*rc::gen::inRange<std::uint64_t>(0, 1ULL << 62)}};
    case 21: return Restart{coin() ? "alloc-7" : environment()};
    case 22: return PublishStatus{env, *one_of({"app", "platform", "provider:x"}), *any_text()};
    case 23: return ResolveStatus{env};
    case 24: return RotateSecret{BindingName{name()}};
    case 25: return Cordon{"host-2"};
    case 26: return Uncordon{"host-2"};
    case 27: return Headroom{"host-2"};
    case 28: return Postcheck{"host-2"};
    case 29: return Replace{"host-2"};
    case 30: return Drain{"host-2", 600s};
    case 31: return Rebuild{"host-2"};
    case 32: return RecordDrift{"host-2", *any_text()};
    case 33: return any_on_provider();
    case 34: return any_on_database();
    default: return any_prohibited_command();
  }
}

OperatorCommand any_command() {
  OperatorCommand command;
  command.verb = any_verb();
  bool const reasoned = std::holds_alternative<Classify>(command.verb) ||
                        std::holds_alternative<StateImpact>(command.verb);
  if (reasoned || coin()) command.because = *any_text();
  auto const refs = *rc::gen::inRange<std::size_t>(0, max_refs + 1);
  for (std::size_t n = 0; n < refs; ++n)
    command.refs.push_back(*one_of({"entry-5", "op-12", "shop/production"}));
  if (takes_plan(row_of(command)) && coin()) command.plan = PlanOnly::yes;
  command.line = line_of(command);
  command.kind = kind_of(command);
  command.reach = reach_of(command);
  return command;
}

// --- properties ---

TEST(LineOf, IsReadBackAsTheSameCommand) {
  bool const held = rc::check("parse(line_of(c)) == c", [] {
    // Several at a time, so that every verb is tested.
    for (int n = 0; n < 20; ++n) {
      auto const command = any_command();
      if (command.line.size() > max_line_length) continue;
      auto const again = parse_command(command.line, {});
      RC_ASSERT(again.has_value());
      RC_ASSERT(*again == command);
    }
  });
  EXPECT_TRUE(held);
}

TEST(LineOf, IsCanonical) {
  auto const canonical = [](std::string_view line) {
    return line_of(parse_command(line, {}).value());
  };
  EXPECT_EQ(
      "rollback shop/production --to rel-3 --because \"say \\\"why\\\"\" --ref entry-5 op-12 "
      "--plan",
      canonical("rollback --plan --ref entry-5 --to 'rel-3'  shop/production --ref op-12 "
                "--because 'say \"why\"'"));
  EXPECT_EQ("logs alloc-7 --since 2m --grep \"--x\"",
            canonical("logs --grep '--x' --since 120s alloc-7"));
  EXPECT_EQ("notify-owner shop/production --repair binding search",
            canonical("notify-owner --repair binding search shop/production"));
  EXPECT_EQ("hold-requests shop/production --unsafe \"--plan\"",
            canonical("hold-requests shop/production --unsafe '--plan'"));
}

TEST(Words, SplitAsAShellDoes) {
  struct Row {
    std::string_view line;
    std::vector<std::string> words;
  };
  std::vector<Row> const rows{
      {"", {}},
      {"  a  b ", {"a", "b"}},
      {"a\"b c\"d", {"ab cd"}},
      {"'a\"\\b' \"a'b\"", {"a\"\\b", "a'b"}},
      {"\"a\\\"b\\\\c\\d\"", {"a\"b\\c\\d"}},
      {"a\\ b \\\"", {"a b", "\""}},
      {"'' \"\"", {"", ""}},
  };
  for (auto const& row : rows) {
    auto const words = split_words(row.line);
    ASSERT_TRUE(words) << row.line;
    std::vector<std::string> texts;
    for (auto const& word : *words) texts.push_back(word.text);
    EXPECT_EQ(row.words, texts) << row.line;
  }
}

TEST(Words, OnlyABareWordIsAnOption) {
  auto const words = split_words("--a '--b' \"--c\" \\--d -e").value();
  EXPECT_TRUE(words[0].is_option());
  for (std::size_t n = 1; n < words.size(); ++n)
    EXPECT_FALSE(words[n].is_option()) << words[n].text;
}

TEST(Words, AnOptionIsFoundWhereItIsBare) {
  EXPECT_TRUE(has_option("show routes --wide", "--wide"));
  EXPECT_FALSE(has_option("note \"--wide\"", "--wide"));
  EXPECT_FALSE(has_option("show routes", "--wide"));
  EXPECT_FALSE(has_option("show \"", "--wide"));
}

TEST(Words, QuotedTextSplitsIntoItself) {
  bool const held = rc::check("split(as_word(t)) is t and no option", [] {
    auto const text = *any_text() + (coin() ? "" : "-");
    auto const words = split_words(as_word(coin() ? text : "--" + text));
    RC_ASSERT(words.has_value());
    RC_ASSERT(words->size() == 1U);
    RC_ASSERT(!words->front().is_option());
    RC_ASSERT(words->front().text.ends_with(text));
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace studylab::language
