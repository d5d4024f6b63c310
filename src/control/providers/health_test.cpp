// What the facts about providers mean: states with their age, two trees of health, attribution.
#include <gtest/gtest.h>

#include "control/provider_platform_testing.h"

namespace studylab::control {
namespace {

using namespace std::chrono_literals;
using testing::ProviderPlatform;

TEST(ProviderHealth, IsUnknownWithoutAFreshProbe) {
  ProviderPlatform p;
  auto const& provider = p.state.providers.at(p.pg);
  EXPECT_EQ(state_of(provider, p.now), ProviderState::healthy);
  EXPECT_EQ(state_of(provider, p.now + probe_lifetime), ProviderState::healthy);
  EXPECT_EQ(state_of(provider, p.now + probe_lifetime + 1s), ProviderState::unknown);
}

TEST(ProviderHealth, OfTheControlPlaneAndOfEnvironmentsAreApart) {
  ProviderPlatform p;
  p.probe({.states = {{p.pg, ProviderState::down}}});
  EXPECT_EQ(platform_health(p.state, p.now).state, ProviderState::healthy);
  auto const shop = environment_health(p.state, p.env, p.now);
  EXPECT_EQ(shop.state, ProviderState::down);
  ASSERT_EQ(shop.causes.size(), 1U);
  EXPECT_EQ(shop.causes[0].binding, p.db);
  EXPECT_EQ(environment_health(p.state, p.preview, p.now).state, ProviderState::down);

  p.probe({.states = {{p.jobs, ProviderState::down}}});
  EXPECT_EQ(platform_health(p.state, p.now).state, ProviderState::degraded) << "it still answers";
  EXPECT_EQ(platform_health(p.state, p.now).causes.at(0).use, "job queue");
  EXPECT_EQ(environment_health(p.state, p.env, p.now).state, ProviderState::healthy);
}

TEST(ProviderHealth, ARejectedCredentialHarmsItsEnvironmentOnly) {
  ProviderPlatform p;
  p.probe({.rejected = {p.db}});
  EXPECT_EQ(environment_health(p.state, p.env, p.now).state, ProviderState::down);
  EXPECT_EQ(environment_health(p.state, p.preview, p.now).state, ProviderState::healthy);
}

TEST(Attribution, OfErrorsToABindingThatFailedThenOrJustBefore) {
  ProviderPlatform p;
  auto const from = p.now;
  p.now += 10s;
  p.probe({.failing = {p.events}});
  auto const found = attribution_of(p.state, p.env, from, p.now);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->binding, p.events);
  EXPECT_EQ(found->provider, p.mq);
  EXPECT_TRUE(attribution_of(p.state, p.env, p.now + 9s, p.now + 19s));
  EXPECT_FALSE(attribution_of(p.state, p.env, p.now + 10s, p.now + 20s));
  EXPECT_FALSE(attribution_of(p.state, p.env, from - 20s, from - 10s));
  EXPECT_FALSE(attribution_of(p.state, p.preview, from, p.now));
}

TEST(Attribution, OfErrorsBeforeAFailoverToTheProviderThatFailedThem) {
  ProviderPlatform p;
  auto const from = p.now;
  p.now += 10s;
  p.probe({.failing = {p.db}});
  auto const moved_at = p.now += 2s;
  p.prove();
  ASSERT_TRUE(p.fail_over());
  p.now += 8s;
  p.probe({.failing = {p.db}});  // of a time that the failover divides
  EXPECT_EQ(attribution_of(p.state, p.env, from, moved_at)->provider, p.pg);
  EXPECT_EQ(attribution_of(p.state, p.env, moved_at, p.now)->provider, p.pg);
  p.now += 60s;
  p.probe({.failing = {p.db}});
  EXPECT_EQ(attribution_of(p.state, p.env, p.now - 10s, p.now)->provider, p.pg_north);
}

TEST(DependencyAlarm, OpensAnIncidentThatLastsAsLongAsAProviderIsSick) {
  ProviderPlatform p;
  p.observe(EdgeId{1}, 300, Crossing::yes);
  p.settle();
  ASSERT_TRUE(p.state.incident);
  ASSERT_TRUE(std::holds_alternative<DependencyErrors>(p.state.incident->opened.subject));
  auto const symptom = [&] { return symptom_of(p.state, *p.state.incident, p.now); };
  EXPECT_TRUE(symptom().present);
  p.now += 31s;
  EXPECT_FALSE(symptom().present);
  p.probe({.states = {{p.jobs, ProviderState::degraded}}});
  EXPECT_TRUE(symptom().present) << "the control plane needs it";
  p.probe({});
  EXPECT_FALSE(symptom().present);
  p.probe({.states = {{p.pg_north, ProviderState::down}}});
  EXPECT_FALSE(symptom().present) << "neither needs it";
}

TEST(OwnerStatus, IsForExactlyTheEnvironmentsThatAProviderAffects) {
  ProviderPlatform p;
  auto const code = [](Decision const& decision) { return testing::refusal_code(decision); };
  EXPECT_EQ(code(p.publish(p.env, "provider:pg")), RefusalCode::not_affected) << "it is healthy";
  p.probe({.states = {{p.mq, ProviderState::down}}});
  EXPECT_TRUE(p.publish(p.env, "provider:mq"));
  EXPECT_EQ(code(p.publish(p.preview, "provider:mq")), RefusalCode::not_affected);
  EXPECT_EQ(code(p.publish(p.env, "provider:pg")), RefusalCode::not_affected);
  EXPECT_EQ(code(p.publish(p.env, "platform")), RefusalCode::not_affected) << "no errors";
  EXPECT_TRUE(p.operate(ResolveStatus{p.env}));
  // What the control plane does for it waits.
  p.probe({.states = {{p.jobs, ProviderState::down}}});
  EXPECT_TRUE(p.publish(p.env, "platform"));
}

TEST(OwnerStatus, AfterAFailoverNamesTheProviderThatFailed) {
  ProviderPlatform p;
  p.observe(EdgeId{1}, 300, Crossing::yes);
  p.settle();
  p.now += 10s;
  p.probe({.states = {{p.pg, ProviderState::down}}, .failing = {p.db}});
  p.prove();
  ASSERT_TRUE(p.fail_over());
  EXPECT_TRUE(p.publish(p.env, "provider:pg"));
  EXPECT_EQ(testing::refusal_code(p.publish(p.env, "provider:pg-north")), RefusalCode::not_affected)
      << "no call to it failed";
}

TEST(OwnerStatus, BlamesNeitherTheAppNorAHealthyProviderForACredential) {
  ProviderPlatform p;
  p.observe(EdgeId{1}, 300, Crossing::yes);
  p.probe({.rejected = {p.db}});
  auto const app = p.publish(p.env, "app");
  ASSERT_EQ(testing::refusal_code(app), RefusalCode::cause_is_credential);
  EXPECT_TRUE(app.error().right.contains("--cause platform")) << app.error().right;
  EXPECT_EQ(testing::refusal_code(p.publish(p.env, "provider:pg")),
            RefusalCode::cause_is_credential);
  EXPECT_TRUE(p.publish(p.env, "platform"));
  p.probe({.states = {{p.pg, ProviderState::down}}, .rejected = {p.db}});
  EXPECT_TRUE(p.publish(p.env, "provider:pg")) << "a sick provider rejects every credential";
}

TEST(DependencyAlarm, SaysWhichProviderTheControlPlaneLacksAndWhenItCameBack) {
  ProviderPlatform p;
  p.observe(EdgeId{1}, 300, Crossing::yes);
  p.settle();
  auto const symptom = [&] { return symptom_of(p.state, *p.state.incident, p.now); };
  p.now += 31s;
  p.probe({.states = {{p.jobs, ProviderState::down}}});
  EXPECT_EQ(symptom().why, "jobs is down");
  p.now += 31s;
  p.probe({});
  EXPECT_FALSE(symptom().present);
  EXPECT_EQ(symptom().last_seen, p.now) << "not when errors were last over the threshold";
}

TEST(OwnerStatus, DoesNotCallAProvidersErrorsTheApps) {
  ProviderPlatform p;
  p.observe(EdgeId{1}, 300, Crossing::yes);
  EXPECT_TRUE(p.publish(p.env, "app"));
  p.probe({.failing = {p.db}});
  EXPECT_EQ(testing::refusal_code(p.publish(p.env, "app")), RefusalCode::cause_is_provider);
}

}  // namespace
}  // namespace studylab::control
