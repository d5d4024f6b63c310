#include "lab/decisions/decision.h"

#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "command_language/runbooks.h"

namespace studylab::decisions {
namespace {

using Given = std::map<std::string, std::string>;

std::string answer_of(std::string_view id, Given const& given = {}) {
  auto const& description = *find(id);
  auto const values = read_values(description, given);
  return values ? evaluate(description, *values).answer : values.error();
}

std::uint32_t values_of(Control const& control) {
  return (control.greatest - control.least) / control.step + 1;
}

// Every combination, or, if there are too many, this many at random.
constexpr std::uint64_t max_tries = 2'500;
std::vector<Values> combinations(Description const& description) {
  std::uint64_t all = 1;
  for (auto const& control : description.controls) {
    all = std::min(all * values_of(control), max_tries + 1);
  }
  Random random{Seed{7, {}}, std::string{description.id}};
  std::vector<Values> found;
  for (std::uint64_t n = 0; n < std::min(all, max_tries); ++n) {
    auto rest = n;
    Values values;
    for (auto const& control : description.controls) {
      auto const many = values_of(control);
      auto const index = all <= max_tries ? rest % many : random.below(many);
      rest /= many;
      values.push_back(control.least + static_cast<std::uint32_t>(index) * control.step);
    }
    found.push_back(std::move(values));
  }
  return found;
}

TEST(Decisions, HaveNamesControlsAndAnswersOfTheirOwn) {
  std::set<std::string_view> ids;
  for (auto const* one : descriptions()) {
    EXPECT_TRUE(ids.insert(one->id).second) << one->id;
    EXPECT_FALSE(lines_shown_by(one->id).empty()) << one->id << " shows no line";
    std::set<std::string_view> controls, answers;
    for (auto const& control : one->controls) {
      EXPECT_TRUE(controls.insert(control.id).second) << one->id << " " << control.id;
      EXPECT_TRUE(parse_value(control, value_text(control, control.initial)).has_value())
          << one->id << " " << control.id;
    }
    for (auto const& answer : one->answers) {
      EXPECT_TRUE(answers.insert(answer.id).second) << one->id << " " << answer.id;
      EXPECT_FALSE(answer.words.empty()) << one->id << " " << answer.id;
    }
  }
}

TEST(Decisions, ShowLinesThatExist) {
  for (auto const* runbook : runbooks()) {
    EXPECT_NE(language::find_runbook(runbook->runbook), nullptr) << runbook->runbook;
    for (auto const& shown : runbook->lines) {
      EXPECT_NE(language::find_line(shown.line), nullptr) << shown.line;
      EXPECT_NE(find(shown.decision), nullptr) << shown.decision;
    }
  }
  EXPECT_EQ(decisions_that_show("BDN3"), (std::vector<std::string_view>{"rollback", "promotion"}));
}

// Also that no combination of inputs leads to a state that cannot be.
TEST(Decisions, GiveEachOfTheirAnswersAndNoOther) {
  for (auto const* one : descriptions()) {
    std::set<std::string> given;
    for (auto const& values : combinations(*one)) {
      auto const outcome = evaluate(*one, values);
      given.insert(outcome.answer);
      ASSERT_FALSE(outcome.reasons.empty()) << one->id;
      EXPECT_FALSE(outcome.reasons.front().empty()) << one->id << " " << outcome.answer;
    }
    for (auto const& answer : one->answers) {
      EXPECT_TRUE(given.contains(std::string{answer.id})) << one->id << " never: " << answer.id;
    }
  }
}

TEST(Flips, AreTheChangesOfOneInputThatChangeTheAnswer) {
  for (auto const* one : descriptions()) {
    auto const values = initial_values(*one);
    auto const now = evaluate(*one, values).answer;
    auto const found = flips(*one, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto const& control = one->controls[i];
      for (auto value = control.least; value <= control.greatest; value += control.step) {
        auto changed = values;
        changed[i] = value;
        auto expected = now;
        for (auto const& flip : found) {
          bool const its = flip.control->id == control.id && flip.from <= value && value <= flip.to;
          if (its) expected = flip.answer;
        }
        EXPECT_EQ(evaluate(*one, changed).answer, expected) << one->id << " " << control.id;
      }
    }
  }
}

TEST(Flips, JoinNeighbouringValues) {
  auto const& edge = *find("request-at-an-edge");
  auto const values = read_values(edge, {{"gap", "missing_event"}});
  ASSERT_TRUE(values.has_value());
  std::vector<std::string> texts;
  for (auto const& flip : flips(edge, *values)) {
    if (flip.control->id == "gap_age") texts.push_back(text_of(flip) + " " + flip.answer);
  }
  EXPECT_EQ(texts, std::vector<std::string>{"Age of the gap: 5m to 15m edge_gap"});
}

TEST(RequestAtAnEdge, AnEndpointNeverChoosesTheRelease) {
  EXPECT_EQ(answer_of("request-at-an-edge"), "forward");
  EXPECT_EQ(answer_of("request-at-an-edge", {{"owner_ready", "no"}, {"other_ready", "yes"}}),
            "no_endpoint");
  EXPECT_EQ(answer_of("request-at-an-edge", {{"owner_ready", "no"}, {"sleeps", "yes"}}), "gate");
  EXPECT_EQ(answer_of("request-at-an-edge", {{"gap", "checksum"}, {"policy", "fail-closed"}}),
            "edge_gap");
  EXPECT_EQ(answer_of("request-at-an-edge", {{"gap", "no_baseline"}}), "edge_gap");
}

TEST(RequestClass, UnsafeRequestsWaitOnlyWithAKeyAndADeclaredBound) {
  EXPECT_EQ(answer_of("request-class"), "waits");
  EXPECT_EQ(answer_of("request-class", {{"method", "POST"}}), "asleep");
  EXPECT_EQ(answer_of("request-class", {{"method", "POST"}, {"idempotency_key", "true"}}),
            "asleep");
  Given const declared{{"method", "POST"}, {"idempotency_key", "true"}, {"idempotent_bound", "4"}};
  EXPECT_EQ(answer_of("request-class", declared), "waits");
  EXPECT_EQ(answer_of("request-class", {{"waiting", "10"}}), "gate_full");
  EXPECT_EQ(answer_of("request-class", {{"upgrade", "yes"}}), "asleep");
}

TEST(Promotion, WarmSessionsSayNothingAboutTheDatabase) {
  EXPECT_EQ(answer_of("promotion"), "warm");
  EXPECT_EQ(answer_of("promotion", {{"store", "none"}}), "cold");
  EXPECT_EQ(answer_of("promotion", {{"schema", "18"}}), "incompatible");
  EXPECT_EQ(answer_of("promotion", {{"ranges", "not_recorded"}}), "unknown");
  // Only a promotion runs the release's own migration.
  EXPECT_EQ(answer_of("promotion", {{"schema", "14"}, {"migration", "yes"}}), "warm");
  EXPECT_EQ(answer_of("promotion", {{"schema", "14"}, {"migration", "yes"}, {"kind", "rollback"}}),
            "incompatible");
}

TEST(SessionContinuity, StateSurvivesOnlyIfItIsStoredAndRead) {
  EXPECT_EQ(answer_of("session-continuity"), "resume");
  EXPECT_EQ(answer_of("session-continuity", {{"owner_reads", "no"}}), "drain_in_place");
  EXPECT_EQ(answer_of("session-continuity", {{"store", "none"}, {"stays", "11m"}}), "fresh");
}

TEST(Failover, NamesTheFirstProofThatIsMissing) {
  EXPECT_EQ(answer_of("failover"), "may_fail_over");
  EXPECT_EQ(answer_of("failover", {{"secrets", "fails"}}), "region_not_ready");
  EXPECT_EQ(answer_of("failover", {{"replica_lag", "65"}}), "topology_unproven");
  EXPECT_EQ(answer_of("failover", {{"age", "135"}}), "topology_unproven");
}

TEST(Values, AreRefusedInOneLineThatSaysWhatIsAccepted) {
  EXPECT_EQ(answer_of("failover", {{"age", "17s"}}),
            "age: expected a duration from 0s to 5m, in steps of 15s");
  EXPECT_EQ(answer_of("failover", {{"fence", "maybe"}}),
            "fence: expected one of holds, fails, not_seen");
  EXPECT_EQ(answer_of("request-class", {{"waiting", "-1"}}),
            "waiting: expected a whole number from 0 to 25");
  EXPECT_EQ(answer_of("request-class", {{"upgrade", "2"}}), "upgrade: expected true or false");
  EXPECT_EQ(answer_of("session-continuity", {{"x", "1"}}),
            "unknown input; session-continuity has store, owner_reads, stays, deadline");
}

TEST(Guards, AnswerAsTheControlPlaneDoes) {
  EXPECT_EQ(answer_of("deploy"), "environment_frozen");
  EXPECT_EQ(answer_of("deploy", {{"forward_fix", "yes"}}), "accepted");
  EXPECT_EQ(answer_of("rollback", {{"target", "never_served"}}),
            "rollback_needs_promoted_artifact");
  EXPECT_EQ(answer_of("wake"), "joined");
  EXPECT_EQ(answer_of("readiness", {{"status", "503"}}), "not_ready");
  EXPECT_EQ(answer_of("resume", {{"from", "8"}}), "sequence_gap");
  EXPECT_EQ(answer_of("restore-run"), "writers_not_fenced");
  EXPECT_EQ(answer_of("drain"), "replacements_missing");
  EXPECT_EQ(answer_of("rotate-secret", {{"other", "rejected"}}), "rotation_without_cause");
  EXPECT_EQ(answer_of("close"), "repair_open");
}

}  // namespace
}  // namespace studylab::decisions
