// A further runbook is added in folders of its own: its drill is read, drawn and graded by the
// shared code.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/setup.h"
#include "lab/grade/grade.h"
#include "skeleton_runbook/grade/runbook.h"

namespace studylab {
namespace {

constexpr std::string_view drill_text = R"(
drill: edge-gap
title: An edge misses route events
runbook: route-gap
worlds: [simulated]
alert: "An edge has a gap; it answers for {route} of {environment}."
topology:
  apps: 1..2
  environments: 1..2
  edges: 2..3
  hosts: 3
  replicas: 1..2
  history: 3
  live: {edges: 2, hosts: 3}
traffic: {incident: 110..180, others: 1..12, unsafe: 60, users: 300..2400}
symptom: {is: observation-over-threshold, threshold: 20}
variants:
  - name: missing-event
    class: missing-event
    fault: {is: edge-stalls, after: 2s..5s}
    clues: [edge-in-gap]
    repairs: [gap-closed]
    required:
      - {id: RG2, fact: edge-queried}
      - {id: RG3, fact: class-in-force}
    causes: [platform]
    end: resolved
decoys: [promotions-elsewhere, log-noise]
limits: {time: 60m}
levels:
  easy: {owners: 60s, promotions-elsewhere: 0..1, noise-lines: 1}
  normal: {owners: 60s, promotions-elsewhere: 0..1, noise-lines: 1}
  hard: {owners: 60s, promotions-elsewhere: 0..1, noise-lines: 1}
)";

std::string mistakes_of(std::string const& text) {
  auto const drill = drill::load_drill(text, "x.yaml");
  if (drill) return "";
  std::string lines;
  for (auto const& mistake : drill.error()) lines += to_text(mistake) + "\n";
  return lines;
}

drill::Drill loaded() { return drill::load_drill(drill_text, "x.yaml").value(); }

std::string with(std::string_view from, std::string_view to) {
  std::string text{drill_text};
  return text.replace(text.find(from), from.size(), to);
}

TEST(Skeleton, ItsDrillIsRead) {
  ASSERT_EQ(mistakes_of(std::string{drill_text}), "");
  auto const drill = loaded();
  EXPECT_EQ(drill.variants[0].clues[0], &grade::skeleton::edge_in_gap);
}

TEST(Skeleton, OnlyItsOwnPiecesAreValid) {
  EXPECT_NE(mistakes_of(with("edge-in-gap", "binding-gone"))
                .find("'binding-gone' is not a valid clue; expected: one of edge-in-gap"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with("is: edge-stalls", "is: failing-release"))
                .find("is not a valid fault; expected: one of edge-stalls"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with("route-gap", "bad-deploy"))
                .find("'bad-deploy' cannot be practised yet; expected: one of route-gap"),
            std::string::npos);
}

TEST(Skeleton, ASeedDrawsItsFault) {
  auto const drill = loaded();
  auto const run =
      drill::draw(drill, Seed{7}, drill.variants[0], Level::normal, drill::Topology::drawn);
  ASSERT_EQ(run.plan.changes.size(), 1U);
  auto const* stall = std::get_if<world::ConsumerStall>(&run.plan.changes[0].what);
  ASSERT_NE(stall, nullptr);
  EXPECT_EQ(run.alert.find('{'), std::string::npos);
  ASSERT_TRUE(run.is_witness);
  EdgeGapSeen seen;
  seen.edge = stall->edge;
  EXPECT_TRUE(run.is_witness(make_fact(seen)));
  seen.edge = EdgeId{99};
  EXPECT_FALSE(run.is_witness(make_fact(seen)));
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
  chain.add(make_fact(Classified{FaultClass::missing_event, Scope::unstated,
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
  auto const drill = loaded();
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

}  // namespace
}  // namespace studylab
