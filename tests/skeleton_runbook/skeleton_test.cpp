// A further runbook is added in folders of its own: its drill is read, drawn and graded by the
// shared code.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "control/incidents/symptom.h"
#include "lab/debrief/debrief.h"
#include "lab/decisions/decision.h"
#include "lab/drill/load.h"
#include "lab/drill/setup.h"
#include "lab/embedded.h"
#include "lab/fuzz/campaign.h"
#include "lab/fuzz/table.h"
#include "lab/grade/grade.h"
#include "lab/hints/hints.h"
#include "skeleton_runbook/grade/runbook.h"

namespace studylab {
namespace {

std::string_view drill_text() { return embedded::drills().front().text; }

std::string mistakes_of(std::string const& text) {
  auto const drill = drill::load_drill(text, "x.yaml");
  if (drill) return "";
  std::string lines;
  for (auto const& mistake : drill.error()) lines += to_text(mistake) + "\n";
  return lines;
}

drill::Drill const& loaded() { return drill::drills().front(); }

std::string with(std::string_view from, std::string_view to) {
  std::string text{drill_text()};
  return text.replace(text.find(from), from.size(), to);
}

TEST(Skeleton, ItsDrillIsRead) {
  ASSERT_EQ(drill::drills().size(), 1U);
  EXPECT_EQ(mistakes_of(std::string{drill_text()}), "");
  auto const& drill = loaded();
  EXPECT_EQ(drill.variants[0].clues[0], &grade::skeleton::edge_in_gap);
  EXPECT_EQ(drill.symptom.is, &drill::edge_gap);
  EXPECT_EQ(console::RunOptions{}.drill, "edge-gap");
}

TEST(Skeleton, OnlyItsOwnPiecesAreValid) {
  EXPECT_NE(mistakes_of(with("[edge-in-gap]", "[binding-gone]"))
                .find("'binding-gone' is not a valid clue; expected: one of edge-in-gap"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with("is: table-edited", "is: failing-release"))
                .find("is not a valid fault; expected: one of table-edited"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with("is: edge-gap", "is: observation-over-threshold"))
                .find("is not a valid symptom; expected: one of edge-gap"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with("{edge} has", "{operation} has"))
                .find("expected: {environment}, {route} and {edge}, and no other braces"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with("route-gap", "bad-deploy"))
                .find("'bad-deploy' cannot be practised yet; expected: one of route-gap"),
            std::string::npos);
}

TEST(Skeleton, ASeedDrawsItsFault) {
  auto const& drill = loaded();
  auto const run =
      drill::draw(drill, Seed{7}, drill.variants[0], Level::normal, drill::Topology::drawn);
  ASSERT_EQ(run.plan.changes.size(), 2U);
  auto const* edit = std::get_if<world::TableEdit>(&run.plan.changes[1].what);
  ASSERT_NE(edit, nullptr);
  EXPECT_EQ(run.alert.find('{'), std::string::npos);
  ASSERT_TRUE(run.is_witness);
  EdgeGapSeen seen;
  seen.edge = edit->edge;
  EXPECT_TRUE(run.is_witness(make_fact(seen)));
  seen.edge = EdgeId{99};
  EXPECT_FALSE(run.is_witness(make_fact(seen)));
  EXPECT_TRUE(std::holds_alternative<GapAlarmDeclared>(run.plan.initial.back()));
}

// --- a chain for the grader ---

constexpr EdgeId edge{2};
constexpr PartitionId partition{1};
EnvironmentName const environment{"shop/production"};
RouteKey const route{"shop.example"};

class Chain {
 public:
  EntryId add(Fact fact) {
    EntryId const id{static_cast<std::uint32_t>(entries_.size() + 1)};
    entries_.push_back({id, Instant{std::chrono::hours{500'000} + std::chrono::seconds{id.number}},
                        std::move(fact)});
    return id;
  }
  EntryId query(std::string query, std::string object, std::vector<EntryId> shown) {
    return add(make_fact(Queried{std::move(query), std::move(object), std::move(shown), {}, {}}));
  }
  std::vector<FactEntry> const& entries() const { return entries_; }

 private:
  std::vector<FactEntry> entries_;
};

Act because(std::vector<EntryId> refs = {}) {
  Act act;
  act.line = "a line";
  act.because = "as the runbook says";
  act.refs = std::move(refs);
  return act;
}

Chain handled(bool queried) {
  Chain chain;
  EnvironmentDeclared declared;
  declared.environment = environment;
  declared.route = route;
  declared.partition = partition;
  chain.add(make_fact(declared));
  EdgeGapSeen gap_seen;
  gap_seen.edge = edge;
  gap_seen.partition = partition;
  auto const gap = chain.add(make_fact(gap_seen));
  EdgeGap subject;
  subject.environment = environment;
  subject.route = route;
  subject.edge = edge;
  subject.partition = partition;
  chain.add(make_fact(IncidentOpened{IncidentId{1}, Severity::high, subject}));
  EntryId clue;
  if (queried) clue = chain.query("edge", to_text(edge), {gap});
  chain.add(make_fact(Classified{FaultClass::tampered_table, Scope::unstated,
                                 because(queried ? std::vector{clue} : std::vector<EntryId>{})}));
  OperationId const operation{1};
  auto const repair =
      chain.add(make_fact(OperationRequested{operation, requests::EdgeRepair{edge}, because()}));
  EdgeResumed resumed;
  resumed.edge = edge;
  resumed.partition = partition;
  resumed.operation = operation;
  auto const effect = chain.add(make_fact(resumed));
  StageReached reached;
  reached.operation = operation;
  reached.stage = Stage::healthy;
  chain.add(make_fact(reached));
  auto const after = chain.query("edge", to_text(edge), {effect});
  chain.add(make_fact(ImpactStated{0, 0, "", {}, because()}));
  chain.add(make_fact(IncidentClosed{"resolved", {}, {}, because({clue, repair, after})}));
  return chain;
}

grade::Score graded(Chain const& chain) {
  auto const& drill = loaded();
  LabOpened opened;
  std::vector<evidence::LabEntry> const lab{
      {evidence::LabEntryId{1}, Instant{}, opened},
      {evidence::LabEntryId{2}, Instant{}, FaultWitnessed{EntryId{2}}}};
  return grade::grade({chain.entries(), lab}, answer_key_of(drill, drill.variants[0]));
}

TEST(Skeleton, ARunThatQueriesAndClosesTheGapGetsAllPoints) {
  auto const score = graded(handled(true));
  EXPECT_EQ(score.invalid_because, "");
  for (auto const& one : score.deductions) ADD_FAILURE() << grade::to_text(one.reason);
  EXPECT_EQ(score.score, 100U);
  EXPECT_EQ(score.repair, "gap-closed");
  EXPECT_TRUE(score.resolved);
  ASSERT_FALSE(score.steps.empty());
  EXPECT_EQ(score.steps[0].id, "RG2");
  EXPECT_TRUE(score.steps[0].done);
}

TEST(Skeleton, AStepLeftOutAndAClueNotShownCostPoints) {
  auto const score = graded(handled(false));
  auto const has = [&](std::string_view rule, std::string_view words) {
    return std::ranges::any_of(score.deductions, [&](grade::Deduction const& one) {
      return one.rule == rule && grade::to_text(one.reason).find(words) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("RG2", "the edge queried before the first repair"));
  EXPECT_TRUE(has("OP1", "which edge has a gap"));
}

// --- whole runs ---

fuzz::FinishedRun run_by(std::string kind, std::uint64_t seed, Level level = Level::normal) {
  fuzz::Scenario scenario;
  scenario.drill = &loaded();
  scenario.seed = seed;
  scenario.level = level;
  scenario.text = console::Text::yes;
  fuzz::References references;
  return fuzz::run_scenario(scenario, fuzz::by_kind(std::move(kind)), &references);
}

TEST(SkeletonRun, TheGapLastsUntilItIsRepaired) {
  auto const run = run_by("cheat:wait-it-out", 7);
  ASSERT_EQ(run.failed, "");
  auto const& incident = *run.session().platform().incident;
  ASSERT_TRUE(std::holds_alternative<EdgeGap>(incident.opened.subject));
  EXPECT_GT(run.session().now(), run.session().alert() + std::chrono::minutes{5});
  EXPECT_TRUE(control::symptom_of(run.session().platform(), incident, run.session().now()).present);
}

TEST(SkeletonRun, TheExpertGetsAllPoints) {
  for (auto const level : {Level::easy, Level::normal, Level::hard}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      auto const run = run_by("expert", seed, level);
      ASSERT_EQ(run.failed, "") << "seed " << seed;
      EXPECT_EQ(fuzz::in_a_line(run.score), "passed with 100") << "seed " << seed;
      EXPECT_EQ(run.score.repair, "gap-closed");
    }
  }
}

TEST(SkeletonRun, TheIdleOperatorFails) {
  auto const run = run_by("idle", 7);
  ASSERT_EQ(run.failed, "");
  EXPECT_EQ(run.score.outcome, grade::Outcome::failed);
  EXPECT_FALSE(run.score.resolved);
}

TEST(SkeletonRun, TheTableHoldsAndFaultsBreakNoRule) {
  fuzz::Tally tally;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    tally.add(fuzz::fuzz_seed(loaded(), seed, fuzz::Every::yes));
  }
  for (auto const& one : tally.findings) {
    ADD_FAILURE() << one.row << ", seed " << one.seed << ": " << one.rule << ": " << one.what;
  }
  EXPECT_GT(tally.by_row["prohibited:RGN3"], 0U);
  EXPECT_EQ(fuzz::random_passes_too_often(tally), "");
}

TEST(SkeletonRun, HintsAreItsOwn) {
  auto session = console::Session::open(console::RunOptions{}, "run-hints").value();
  auto const hint = [&] {
    return hints::next_hint("route-gap", session->platform(), session->chain().entries())->text;
  };
  EXPECT_NE(hint().find("query the edge of the alert (RG2)"), std::string::npos) << hint();
  auto const edge = to_text(edge_of(session->platform().incident->opened));
  session->execute("show edge " + edge);
  EXPECT_NE(hint().find("that the facts support (RG3)"), std::string::npos) << hint();
  auto const answer =
      session->execute("classify tampered-table --because \"the table was edited\"");
  EXPECT_EQ(answer.kind, language::AnswerKind::done) << answer.text;
  EXPECT_EQ(hint(), "`repair-propagation " + edge + "` gives that edge a new baseline");
}

TEST(SkeletonRun, TheDebriefHasItsWords) {
  auto const run = run_by("idle", 7);
  ASSERT_EQ(run.failed, "");
  auto const made = debrief::make(run.session().bundle());
  ASSERT_TRUE(made.has_value());
  auto const text = debrief::text(*made, {});
  auto const edge = to_text(edge_of(run.session().platform().incident->opened));
  EXPECT_NE(text.find("the table of " + edge + " was edited by hand"), std::string::npos) << text;
  EXPECT_NE(text.find("repair-propagation " + edge), std::string::npos) << text;
  EXPECT_EQ(text.find("EDGE"), std::string::npos) << text;
}

TEST(Skeleton, ItsGuardIsADecision) {
  auto const* guard = decisions::find("repair-propagation");
  ASSERT_NE(guard, nullptr);
  EXPECT_EQ(decisions::evaluate(*guard, {1}).answer, "accepted");
  EXPECT_EQ(decisions::evaluate(*guard, {0}).answer, "no_such_thing");
}

}  // namespace
}  // namespace studylab
