#include "provider/monitor.h"

#include <gtest/gtest.h>

#include "model/facts.h"

namespace studylab::provider {
namespace {

using namespace std::chrono_literals;

Instant at(Duration after_start) { return Instant{std::chrono::hours{480'000}} + after_start; }

EnvironmentName const shop{"shop/production"};
Watch const watch{
    shop, {{BindingName{"db"}, ProviderName{"pg"}}, {BindingName{"pay"}, ProviderName{"bank"}}}};

State started() {
  State state;
  step(state, Started{Boot{2}}, at(0s));
  return state;
}

RoundDone round(std::uint32_t number, BindingState pay, Instant since) {
  return {shop,
          number,
          {{BindingName{"db"}, BindingState::answers, at(0s)}, {BindingName{"pay"}, pay, since}}};
}

template <class E>
std::vector<E> wanted(State const& state) {
  std::vector<E> effects;
  for (auto const& effect : react(state)) {
    if (auto const* e = std::get_if<E>(&effect)) effects.push_back(*e);
  }
  return effects;
}

BindingsProbed last_report(State const& state) {
  return *fact_if<BindingsProbed>(state.reports.waiting().back().report.fact);
}

TEST(Monitor, ReportsAllBindingsWhenAsked) {
  auto state = started();
  EXPECT_TRUE(react(state).empty());
  EXPECT_EQ(step(state, watch, at(1s)), Outcome::done);
  EXPECT_EQ(step(state, watch, at(1s)), Outcome::already_watched);
  ASSERT_EQ(wanted<ProbeRound>(state).size(), 1U);
  EXPECT_EQ(step(state, round(1, BindingState::gone, at(-30s)), at(2s)), Outcome::reported);
  auto const report = last_report(state);
  ASSERT_EQ(report.bindings.size(), 2U);
  EXPECT_EQ(report.bindings[0].state, BindingState::answers);
  EXPECT_EQ(report.bindings[1].state, BindingState::gone);
  EXPECT_EQ(report.bindings[1].since, at(-30s));
  EXPECT_EQ(report.bindings[1].provider, ProviderName{"bank"});
  EXPECT_EQ(report.origin.process, "monitor");
  EXPECT_EQ(report.origin.boot, Boot{2});
}

TEST(Monitor, ReportsAgainOnlyOnAChange) {
  auto state = started();
  step(state, watch, at(1s));
  step(state, round(1, BindingState::gone, at(-30s)), at(2s));
  EXPECT_EQ(wanted<SetTimer>(state).at(0).at, at(12s));
  EXPECT_EQ(step(state, Elapsed{}, at(11s)), Outcome::not_due);
  EXPECT_EQ(step(state, Elapsed{}, at(12s)), Outcome::done);
  EXPECT_EQ(step(state, round(1, BindingState::answers, at(12s)), at(12s)), Outcome::stale_answer);
  EXPECT_EQ(step(state, round(2, BindingState::gone, at(12s)), at(12s)), Outcome::unchanged);
  step(state, Elapsed{}, at(22s));
  EXPECT_EQ(step(state, round(3, BindingState::answers, at(20s)), at(22s)), Outcome::reported);
  EXPECT_EQ(last_report(state).bindings[1].since, at(20s));
  EXPECT_EQ(state.reports.waiting().size(), 2U);
}

TEST(Monitor, ABindingWithoutAnAnswerIsGone) {
  auto state = started();
  step(state, watch, at(1s));
  step(state, RoundDone{shop, 1, {}}, at(2s));
  EXPECT_EQ(last_report(state).bindings[0].state, BindingState::gone);
}

TEST(Monitor, IgnoresAnAnswerAboutAnEnvironmentThatItDoesNotWatch) {
  auto state = started();
  EXPECT_EQ(step(state, round(1, BindingState::gone, at(1s)), at(2s)), Outcome::not_watched);
  EXPECT_TRUE(react(state).empty());
}

TEST(Monitor, SendsUntilAcknowledged) {
  auto state = started();
  step(state, watch, at(1s));
  step(state, round(1, BindingState::gone, at(-30s)), at(2s));
  auto const send = wanted<SendReport>(state).at(0);
  EXPECT_NE(find_report(state, send.boot, send.number), nullptr);
  EXPECT_EQ(step(state, Acknowledged{send.boot, send.number}, at(3s)), Outcome::done);
  EXPECT_EQ(step(state, Acknowledged{send.boot, send.number}, at(3s)), Outcome::stale_answer);
  EXPECT_TRUE(wanted<SendReport>(state).empty());
}

}  // namespace
}  // namespace studylab::provider
