// What the grader sees of providers, calls and statuses, of a platform whose facts are real.
#include "lab/grade/facts/providers.h"

#include <gtest/gtest.h>

#include "control/provider_platform_testing.h"
#include "lab/grade/provider_outage/outage.h"
#include "lab/grade/provider_outage/repairs.h"
#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

using namespace std::chrono_literals;
using control::testing::ProviderPlatform;

// The incident is open, and the database provider is down.
struct OutagePlatform : ProviderPlatform {
  OutagePlatform() {
    observe(EdgeId{1}, 300, Crossing::yes);
    settle();
    fail();
  }
  void fail() {
    now += 10s;
    probe({.states = {{pg, ProviderState::down}}, .failing = {db, preview_db}});
  }
  void recover() {
    now += 60s;
    probe({});
  }
  Run run() const { return read_run(entries, AnswerKey{}); }
};

TEST(GradeProviders, SeesWhenAProviderFailedAndWhenItWasWellAgain) {
  OutagePlatform p;
  auto const sick = p.run();
  auto const* seen = find_provider(sick, p.pg);
  ASSERT_NE(seen, nullptr);
  EXPECT_TRUE(seen->sick);
  EXPECT_FALSE(seen->recovered);
  EXPECT_TRUE(dependency_is_sick(sick));
  EXPECT_EQ(*provider_outage::failed_provider(sick), p.pg);
  p.recover();
  auto const well = p.run();
  EXPECT_GT(find_provider(well, p.pg)->recovered, find_provider(well, p.pg)->sick);
  EXPECT_EQ(dependencies_recovered(well), find_provider(well, p.pg)->recovered);
  EXPECT_FALSE(find_provider(well, p.mq)->sick) << "it never failed";
}

TEST(GradeProviders, AffectedAreExactlyTheEnvironmentsBoundToIt) {
  OutagePlatform p;
  auto const run = p.run();
  auto const affected = provider_outage::affected_environments(run);
  EXPECT_EQ(affected, (std::vector{p.env, p.preview}));
  EXPECT_TRUE(is_bound_to(run, p.env, p.mq));
  EXPECT_FALSE(is_bound_to(run, p.preview, p.mq));
}

TEST(GradeProviders, ACredentialIsAtFaultOnlyWhileAnotherIsAccepted) {
  OutagePlatform p;
  p.recover();
  p.probe({.rejected = {p.db}});
  auto const latest = [&] {
    for (auto at = p.entries.rbegin();; ++at) {
      if (auto const* probed = fact_if<ProvidersProbed>(at->fact)) return *probed;
    }
  };
  EXPECT_TRUE(shows_credential_fault(latest(), p.db));
  EXPECT_FALSE(shows_credential_fault(latest(), p.preview_db));
  p.probe({.rejected = {p.db, p.preview_db}});
  EXPECT_FALSE(shows_credential_fault(latest(), p.db)) << "a sick provider rejects everybody";
}

TEST(GradeProviders, WaitingLacksTheOwnersStatus) {
  OutagePlatform p;
  p.recover();
  auto const run = p.run();
  EXPECT_FALSE(provider_outage::provider_recovered.waited_for(run));
  auto const lacked = provider_outage::provider_recovered.lacked(run);
  EXPECT_EQ(lacked.words,
            "the owners of shop/production, shop/preview had not been informed when pg was well "
            "again");
  OutagePlatform half;
  half.publish(half.env, "provider:pg");
  half.recover();
  auto const partly = half.run();
  EXPECT_FALSE(provider_outage::provider_recovered.waited_for(partly));
  EXPECT_EQ(provider_outage::provider_recovered.lacked(partly).words,
            "the owner of shop/preview had not been informed when pg was well again");
  OutagePlatform informed;
  informed.publish(informed.env, "provider:pg");
  informed.publish(informed.preview, "provider:pg");
  informed.recover();
  auto const good = informed.run();
  EXPECT_TRUE(provider_outage::provider_recovered.waited_for(good));
  EXPECT_EQ(provider_outage::provider_recovered.lacked(good), Shortfall{});
}

}  // namespace
}  // namespace studylab::grade
