#pragma once

#include <utility>
#include <vector>

#include "control/platform_testing.h"

namespace studylab::control::testing {

// A platform whose preview may sleep, and sleeps: it has no allocation.
struct WakePlatform : TestPlatform {
  static constexpr Duration budget = std::chrono::seconds{55};
  static constexpr Duration backoff = std::chrono::seconds{5};
  static constexpr Duration settle_time = std::chrono::seconds{2};
  static constexpr std::uint32_t attempts = 3;

  WakePlatform() { add(policy_of(preview)); }

  static SleepPolicyDeclared policy_of(EnvironmentName const& environment) {
    SleepPolicyDeclared policy;
    policy.environment = environment;
    policy.budget = budget;
    policy.attempts = attempts;
    policy.backoff = backoff;
    policy.safe = {100, 100'000, std::chrono::seconds{30}};
    policy.settle = settle_time;
    return policy;
  }

  // Production may sleep too, and its processes have ended.
  void let_production_sleep() {
    add(policy_of(env));
    for (std::uint32_t n : {1U, 2U}) {
      AllocationFailed failed{AllocationId{n}, AllocationStage::ready, "it exited",
                              origin("runner-host-1")};
      give(Report{make_fact(std::move(failed))});
    }
    operate(Cancel{"op-9"});
    operate(Cancel{"op-10"});
  }

  Decision ask(std::uint32_t edge, EnvironmentName const& environment) {
    WakeAsked asked;
    asked.edge = EdgeId{edge};
    asked.environment = environment;
    asked.origin = origin(to_text(asked.edge));
    auto decision = give(Report{make_fact(std::move(asked))});
    settle();
    return decision;
  }
  Decision ask(std::uint32_t edge = 1) { return ask(edge, preview); }

  // An edge's gate had these requests in the last ten seconds.
  void report_gate(EnvironmentName const& environment, std::uint32_t refused,
                   GateCrossing crossing = GateCrossing::none) {
    GateReported report;
    report.edge = EdgeId{1};
    report.environment = environment;
    report.from = now - std::chrono::seconds{10};
    report.until = now;
    report.crossing = crossing;
    report.rows.push_back(
        {.request_class = RequestClass::unsafe, .refused = refused, .oldest = {}});
    report.origin = origin("edge-a");
    give(Report{make_fact(std::move(report))});
    settle();
  }
  // What is observed is what was refused.
  void report_refused(EnvironmentName const& environment, std::uint32_t users) {
    RequestsObserved fact;
    fact.edge = EdgeId{1};
    fact.from = now - std::chrono::seconds{10};
    fact.until = now;
    auto const& key = state.environments.at(environment).declared.route;
    fact.rows.push_back({key, {}, 503, RequestError::asleep, {}, {}, users, users});
    fact.origin = origin("edge-a");
    give(Report{make_fact(std::move(fact))});
    settle();
  }

  void cordon(std::uint32_t host) { add(HostCordonRecorded{HostId{host}, now, "patching"}); }
  // No host that may be placed on is left.
  void cordon_all() {
    cordon(1);
    cordon(2);
  }

  Operation const& wake() const {
    for (auto at = state.operations.rbegin(); at != state.operations.rend(); ++at) {
      if (std::holds_alternative<kinds::Wake>(at->second.as)) return at->second;
    }
    STUDYLAB_CHECK(!"no wake was begun");
    return state.operations.begin()->second;
  }
  std::vector<WakeAttempt> const& made() const { return std::get<kinds::Wake>(wake().as).attempts; }

  template <class F>
  std::vector<F> all() const {
    std::vector<F> facts;
    for (auto const& entry : entries) {
      if (auto const* fact = fact_if<F>(entry.fact)) facts.push_back(*fact);
    }
    return facts;
  }
  template <class A>
  std::vector<A> required() const {
    std::vector<Effect> effects;
    react(state, effects);
    std::vector<A> actions;
    for (auto const& effect : effects) {
      if (auto const* action = std::get_if<A>(&effect.action)) actions.push_back(*action);
    }
    return actions;
  }
};

}  // namespace studylab::control::testing
