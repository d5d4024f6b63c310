// Queries of providers, the calls to them, regions and the two trees of health.
#include <gtest/gtest.h>

#include "control/provider_platform_testing.h"
#include "lab/console/queries/queries_testing.h"

namespace studylab::console {
namespace {

using namespace std::chrono_literals;

// Production's database provider is down, and errors have opened the incident.
class ProviderQueries : public ::testing::Test {
 protected:
  ProviderQueries() {
    p.observe(EdgeId{1}, 300, Crossing::yes);
    p.settle();
    p.now += 10s;
    p.probe({.states = {{p.pg, ProviderState::down}}, .failing = {p.db, p.preview_db}});
    p.observe(EdgeId{1}, 300, Crossing::no);
    p.prove({}, 2500ms);
  }
  testing::json::object asked(QueryKind kind, std::string object = {}) const {
    Query query_of;
    query_of.query = kind;
    query_of.object = std::move(object);
    auto const answer = query(query_of, QueryContext{p.state, p.entries, p.now});
    STUDYLAB_CHECK(answer.has_value());
    EXPECT_EQ(testing::broken_entries(json_of(answer->data), answer->shown),
              std::vector<std::string>{});
    return json_of(answer->data);
  }

  control::testing::ProviderPlatform p;
};

TEST_F(ProviderQueries, ListEveryProviderWithItsState) {
  auto const data = asked(QueryKind::providers);
  std::size_t down = 0;
  for (auto const& row : data.at("providers").as_array()) {
    bool const is_down = testing::text(row.at("watch").at("state")) == "down";
    EXPECT_EQ(is_down, testing::text(row.at("name")) == p.pg.value());
    down += is_down ? 1 : 0;
  }
  EXPECT_EQ(down, 1U);
}

TEST_F(ProviderQueries, AProviderListsItsBindingsWithTheirCalls) {
  auto const data = asked(QueryKind::provider, p.pg.value());
  auto const& bindings = data.at("bindings").as_array();
  ASSERT_EQ(bindings.size(), 2U);
  for (auto const& row : bindings) {
    EXPECT_EQ(row.at("calls").at("calls").to_number<int>(), 100);
    EXPECT_EQ(row.at("calls").at("failed").to_number<int>(), 100);
  }
  EXPECT_EQ(asked(QueryKind::provider, p.jobs.value()).at("uses").as_array().size(), 1U);
}

TEST_F(ProviderQueries, TheTwoTreesOfHealthAreApart) {
  auto data = asked(QueryKind::status);
  EXPECT_FALSE(data.contains("control_plane_causes"));
  std::size_t sick = 0;
  for (auto const& row : data.at("environments").as_array()) {
    sick += testing::text(row.at("health")) == "down" ? 1 : 0;
  }
  EXPECT_EQ(sick, 2U) << "production and preview";
  p.probe({.states = {{p.jobs, ProviderState::down}}});
  data = asked(QueryKind::status);
  EXPECT_EQ(data.at("control_plane_causes").as_array().size(), 1U);
  for (auto const& row : data.at("environments").as_array()) {
    EXPECT_EQ(testing::text(row.at("health")), "healthy");
  }
}

TEST_F(ProviderQueries, RegionsStateEachProofAndTheReplicasLag) {
  auto const data = asked(QueryKind::regions);
  auto const& proofs = data.at("replicas").as_array().at(0).at("proofs").as_array();
  ASSERT_EQ(proofs.size(), enum_size<ProofKind>);
  for (auto const& proof : proofs) {
    EXPECT_EQ(testing::text(proof.at("verdict")), "holds");
    EXPECT_EQ(proof.at("lag").is_null(), testing::text(proof.at("proof")) != "lag");
  }
}

TEST_F(ProviderQueries, ErrorsNameTheProviderThatFailedThemAlsoAfterAFailover) {
  ASSERT_TRUE(p.fail_over());
  auto const data = asked(QueryKind::errors, p.env.value());
  auto const& attributed = data.at("attributed").as_array();
  ASSERT_EQ(attributed.size(), 1U);
  EXPECT_EQ(testing::text(attributed[0].at("provider")), p.pg.value());
}

// Only the control plane is affected: errors are over, and the symptom is not.
TEST_F(ProviderQueries, ErrorsAndTheIncidentAgreeAboutTheSymptom) {
  p.now += 60s;
  p.probe({.states = {{p.jobs, ProviderState::down}}});
  auto const errors = asked(QueryKind::errors, p.env.value());
  EXPECT_FALSE(errors.at("symptom").at("present").as_bool()) << "of errors alone";
  auto const incident = asked(QueryKind::incident);
  EXPECT_TRUE(incident.at("symptom").at("present").as_bool());
  EXPECT_EQ(errors.at("incident_symptom").at("present"), incident.at("symptom").at("present"));
  EXPECT_EQ(testing::text(errors.at("incident_symptom").at("why")), "jobs is down");
}

TEST_F(ProviderQueries, AnImpactStatesWhatItsMinutesCount) {
  auto const data = asked(QueryKind::incident);
  EXPECT_EQ(testing::text(data.at("affected").at("minutes_of")), "with errors over the threshold");
  EXPECT_TRUE(data.at("affected").at("since").is_null());
}

}  // namespace
}  // namespace studylab::console
