// What an operator at the prompt was shown of a host is what the grader accepts as a clue: the
// answer of each query or check that the runbook and the advice name.
#include <algorithm>

#include <gtest/gtest.h>

#include "lab/drill/host_upgrade/draw.h"
#include "lab/drill/load.h"
#include "lab/fuzz/fuzz_run.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t player_seeds = 6;
std::string const because = " --because \"as shown\"";

drill::Drill const& player_drill() { return *drill::find_drill("host-upgrade"); }

// Types lines; @N is the entry of the answer to the N-th line, from 1.
class Player final : public lab::Operator {
 public:
  explicit Player(std::vector<std::string> lines) : lines_(std::move(lines)) {}

  void watch(language::Answer const& answer) override {
    auto const none = answer.entries.empty();
    entries_.push_back(none ? std::string{} : to_text(answer.entries.back()));
  }

  std::optional<std::string> next() override {
    if (next_ == lines_.size()) return std::nullopt;
    auto line = lines_[next_++];
    for (auto number = entries_.size(); number > 0; --number) {
      auto const mark = "@" + std::to_string(number);
      auto const at = line.find(mark);
      if (at != line.npos) line.replace(at, mark.size(), entries_[number - 1]);
    }
    return line;
  }

 private:
  std::vector<std::string> lines_;
  std::vector<std::string> entries_;
  std::size_t next_ = 0;
};

// {host} is the alert's host, {other} the one whose drain had begun before.
FinishedRun play(std::string const& variant, std::uint64_t seed, std::vector<std::string> lines) {
  auto const drawn = drill::host_upgrade::draw_upgrade(player_drill(), Seed{seed, {}},
                                                       *player_drill().find(variant), Level::normal,
                                                       drill::Topology::drawn);
  auto const put = [](std::string& line, std::string_view name, std::string const& value) {
    auto const at = line.find(name);
    if (at != line.npos) line.replace(at, name.size(), value);
  };
  for (auto& line : lines) {
    put(line, "{host}", to_text(drawn.incident.host));
    put(line, "{other}", to_text(drawn.incident.drained));
    put(line, "{environment}", drawn.incident.environment.value());
  }
  Scenario const scenario{&player_drill(), seed, variant, console::Text::no, {}};
  return run_scenario(scenario, [&](language::Opening const&, Seed const&) {
    return std::make_unique<Player>(lines);
  });
}

std::uint32_t lost_for(FinishedRun const& run, std::string_view rule) {
  std::uint32_t points = 0;
  for (auto const& one : run.score.deductions) points += one.rule == rule ? one.points : 0;
  return points;
}

TEST(UpgradeClues, TheAnswerOfAPostcheckThatPassedIsTheClue) {
  for (std::uint64_t seed = 1; seed <= player_seeds; ++seed) {
    auto const run = play("already-upgraded", seed,
                          {"show quorum", "headroom {host}", "postcheck {host}",
                           "classify no-fault --because \"it runs its image\" --ref @3",
                           "impact --users 0 --minutes 0" + because, "show incident",
                           "close --summary \"already upgraded\" --ref @3 @6"});
    EXPECT_EQ(run.score.score, 100U) << seed << ": " << in_a_line(run.score);
    EXPECT_EQ(run.score.outcome, grade::Outcome::passed) << seed;
  }
}

struct ClueRow {
  std::string_view variant, fault_class, line;
};
constexpr ClueRow shown_by[] = {
    {"plain", "ready", "postcheck {host}"},
    {"plain", "ready", "show sessions {host}"},
    {"plain", "ready", "show operations"},
    {"drift", "drift", "postcheck {host}"},
    {"no-headroom", "no-headroom", "headroom {host}"},
    {"no-headroom", "no-headroom", "replace {host} --plan"},
    {"below-quorum", "below-quorum", "show quorum"},
    {"below-quorum", "below-quorum", "drain {host} --deadline 1h --plan"},
    {"two-hosts", "below-quorum", "show hosts"},
    {"two-hosts", "below-quorum", "show sessions {other}"},
    {"two-hosts", "below-quorum", "show operations"},
    {"stuck-sessions", "stuck-sessions", "show sessions {host}"},
    {"stuck-sessions", "stuck-sessions", "drain {host} --deadline 1h --plan"},
    {"already-upgraded", "no-fault", "postcheck {host}"},
};

TEST(UpgradeClues, EachAnswerThatNamesTheCauseIsAReferenceOfItsClass) {
  for (auto const& row : shown_by) {
    // Other queries first: the drain elsewhere has ended, unless that is the fault.
    auto const run = play(std::string{row.variant}, 3,
                          {"show hosts", "show incident", std::string{row.line},
                           "classify " + std::string{row.fault_class} + because + " --ref @3"});
    EXPECT_EQ(lost_for(run, "OP2"), 0U)
        << row.variant << ", " << row.line << ": " << in_a_line(run.score);
  }
}

// An answer that does not distinguish the variants is not a reference.
TEST(UpgradeClues, AnAnswerThatIsTheSameElsewhereIsNone) {
  constexpr ClueRow rows[] = {{"drift", "drift", "show quorum"},
                              {"stuck-sessions", "stuck-sessions", "show quorum"},
                              {"two-hosts", "below-quorum", "show quorum"},
                              {"two-hosts", "below-quorum", "headroom {host}"},
                              {"no-headroom", "no-headroom", "postcheck {host}"},
                              {"plain", "ready", "headroom {host}"},
                              {"below-quorum", "below-quorum", "postcheck {host}"}};
  for (auto const& row : rows) {
    auto const run = play(std::string{row.variant}, 3,
                          {"show incident", std::string{row.line},
                           "classify " + std::string{row.fault_class} + because + " --ref @2"});
    EXPECT_EQ(lost_for(run, "OP2"), 12U)
        << row.variant << ", " << row.line << ": " << in_a_line(run.score);
  }
}

// Quorum and headroom are two halves: each is a reference once both were shown.
TEST(UpgradeClues, QuorumAndHeadroomTogetherShowWhetherADrainFits) {
  for (auto const* refs : {" --ref @2", " --ref @3"}) {
    auto const run =
        play("plain", 3,
             {"show incident", "show quorum", "headroom {host}", "postcheck {host}",
              "show sessions {host}", "show operations", "classify ready" + because + refs});
    EXPECT_EQ(lost_for(run, "OP1") + lost_for(run, "OP2"), 0U) << in_a_line(run.score);
  }
  auto const half =
      play("plain", 3,
           {"show incident", "show quorum", "postcheck {host}", "show sessions {host}",
            "show operations", "classify ready" + because + " --ref @3"});
  EXPECT_EQ(lost_for(half, "OP1"), 10U) << in_a_line(half.score);
}

// The line with `close`, referring to `repair` in place of what the expert refers to.
std::string close_with(std::string const& line, std::string const& host,
                       std::string const& repair) {
  auto const refs = line.find(" --ref ");
  return line.substr(0, refs) + " --ref " + repair + " " + host;
}

std::string operation_of(FinishedRun const& run, OperationKind kind) {
  for (auto const& [id, operation] : run.session().platform().operations) {
    if (operation.by_operator && kind_of(operation) == kind) return to_text(id);
  }
  return {};
}

bool misses_the_repair(FinishedRun const& run) {
  return std::ranges::any_of(run.score.deductions, [](grade::Deduction const& one) {
    auto const* lacks = std::get_if<grade::CloseLacks>(&one.reason);
    return lacks != nullptr && lacks->missing == grade::CloseRef::repair;
  });
}

TEST(UpgradeClues, CloseMayReferToTheRebuildThatUpgradedTheHost) {
  Scenario const scenario{&player_drill(), 3, "plain", console::Text::no, {}};
  auto const whole = run_scenario(scenario, by_kind("expert"));
  auto const host = to_text(host_of(whole.session().platform().incident->opened));
  for (auto const& [kind, counts] :
       {std::pair{OperationKind::rebuild, true}, std::pair{OperationKind::replacement, false}}) {
    auto lines = whole.lines;
    ASSERT_TRUE(lines.back().starts_with("close ")) << lines.back();
    lines.back() = close_with(lines.back(), host, operation_of(whole, kind));
    auto const run = run_scenario(scenario, typing(lines));
    EXPECT_EQ(misses_the_repair(run), !counts) << lines.back() << ": " << in_a_line(run.score);
  }
}

TEST(UpgradeClues, AHandOverThatTheKeyAllowsIsTheSmallestCorrectAction) {
  Scenario const scenario{&player_drill(), 3, "no-slots-left", console::Text::no, {}};
  auto const run = run_scenario(scenario, by_kind("expert"));
  ASSERT_EQ(run.score.score, 100U) << in_a_line(run.score);
  auto const step = std::ranges::find(run.score.steps, "OP3", &grade::StepResult::id);
  ASSERT_NE(step, run.score.steps.end());
  EXPECT_TRUE(step->done);
}

}  // namespace
}  // namespace studylab::fuzz
