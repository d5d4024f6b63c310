#include "lab/grade/facts/symptom.h"

#include <vector>

#include <gtest/gtest.h>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

constexpr EdgeId gap_edge{2};
constexpr PartitionId gap_partition{1};

// An incident about the gap of one edge, and then `more`.
std::vector<FactEntry> gap_incident(std::vector<Fact> more) {
  EnvironmentDeclared declared;
  declared.environment = EnvironmentName{"shop/production"};
  declared.route = RouteKey{"shop.example"};
  declared.partition = gap_partition;
  std::vector<Fact> facts{make_fact(declared)};
  EdgeGapSeen seen;
  seen.edge = gap_edge;
  seen.partition = gap_partition;
  facts.push_back(make_fact(seen));
  EdgeGap gap;
  gap.environment = declared.environment;
  gap.route = declared.route;
  gap.edge = gap_edge;
  gap.partition = gap_partition;
  facts.push_back(make_fact(IncidentOpened{IncidentId{1}, Severity::high, gap}));
  for (auto& fact : more) facts.push_back(std::move(fact));
  std::vector<FactEntry> entries;
  for (auto& fact : facts) {
    EntryId const id{static_cast<std::uint32_t>(entries.size() + 1)};
    entries.push_back({id, Instant{std::chrono::hours{1} + std::chrono::seconds{id.number}}, fact});
  }
  return entries;
}

bool is_present(std::vector<FactEntry> const& entries) {
  auto const run = read_run(entries, {});
  return symptom_present(run, run.ended_at);
}

TEST(Symptom, OfAnEdgesGapLastsUntilTheEdgeResumes) {
  EXPECT_TRUE(is_present(gap_incident({})));
  EdgeResumed resumed;
  resumed.edge = EdgeId{1};
  resumed.partition = gap_partition;
  EXPECT_TRUE(is_present(gap_incident({make_fact(resumed)})));
  resumed.edge = gap_edge;
  EXPECT_FALSE(is_present(gap_incident({make_fact(resumed)})));
}

TEST(Symptom, OfAnEdgesGapIsPrintedByQueriesOfThatEdge) {
  auto const entries = gap_incident({});
  auto const run = read_run(entries, {});
  auto const prints = [&](std::string query, std::string object) {
    Queried queried;
    queried.query = std::move(query);
    queried.object = std::move(object);
    return prints_symptom(run, queried);
  };
  EXPECT_TRUE(prints("incident", ""));
  EXPECT_TRUE(prints("edges", ""));
  EXPECT_TRUE(prints("edge", to_text(gap_edge)));
  EXPECT_FALSE(prints("edge", to_text(EdgeId{1})));
  EXPECT_TRUE(prints("route", "shop.example"));
  EXPECT_FALSE(prints("route", "news.example"));
  EXPECT_FALSE(prints("errors", "shop/production"));
}

}  // namespace
}  // namespace studylab::grade
