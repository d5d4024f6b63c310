#pragma once

#include <algorithm>
#include <map>

#include "world/plan_testing.h"
#include "world/sim/sim_world.h"

// The tiny platform, in which production may sleep, and what its gates counted.
namespace studylab::world::sim::testing {

inline constexpr Duration budget = std::chrono::seconds{60};

inline void declare_sleep(Plan& plan) {
  SleepPolicyDeclared policy;
  policy.environment = Tiny{}.environment;
  policy.budget = budget;
  policy.backoff = std::chrono::seconds{5};
  policy.safe = {200, 1'000'000, std::chrono::seconds{20}};
  policy.idempotent = {20, 200'000, std::chrono::seconds{5}};
  policy.release_per_second = 10;
  plan.initial.push_back(policy);
  // The scheduled promotion of a failing release has no part here.
  std::erase_if(plan.initial, [](InitialFact const& fact) {
    auto const* operation = std::get_if<OperationRecorded>(&fact);
    return operation != nullptr && operation->stage == Stage::waiting;
  });
}

// The tiny platform, asleep.
inline Plan healthy_sleeping_plan() {
  auto plan = tiny_plan();
  declare_sleep(plan);
  std::erase_if(plan.initial, [](InitialFact const& fact) {
    return std::holds_alternative<AllocationRecorded>(fact);
  });
  return plan;
}

// Its release does not get ready, so that requests wait.
inline Plan sleeping_plan() {
  auto plan = healthy_sleeping_plan();
  plan.changes.push_back({plan.began, ReadinessChange{digest_of(1), 503, {}}});
  return plan;
}

inline WorldChange cohort(std::uint32_t edge, std::uint32_t requests, Duration after) {
  Tiny const tiny;
  CohortArrival arrival;
  arrival.route = tiny.route;
  arrival.edge = EdgeId{edge};
  arrival.safe = requests;
  arrival.users = requests / 2;
  return {tiny.began + after, arrival};
}

inline std::map<RequestError, std::uint64_t> counted(SimWorld const& world, EdgeId edge) {
  std::map<RequestError, std::uint64_t> rows;
  for (auto const& entry : world.chain().entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed == nullptr || observed->edge != edge) continue;
    for (auto const& row : observed->rows) rows[row.error] += row.requests;
  }
  return rows;
}

// The end of the edge's last observation in the chain.
inline Instant counted_until(SimWorld const& world, EdgeId edge) {
  Instant until{};
  for (auto const& entry : world.chain().entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed != nullptr && observed->edge == edge) until = std::max(until, observed->until);
  }
  return until;
}

// Of the last report of the edge's gate, and its sums over all of them.
struct GateSums {
  std::uint64_t waiting = 0, joined = 0, released = 0, refused = 0, expired = 0;
  std::size_t reports = 0;
};
inline GateSums gate_sums(SimWorld const& world, EdgeId edge) {
  GateSums sums;
  for (auto const& entry : world.chain().entries()) {
    auto const* report = fact_if<GateReported>(entry.fact);
    if (report == nullptr || report->edge != edge) continue;
    ++sums.reports;
    sums.waiting = 0;
    for (auto const& row : report->rows) {
      sums.waiting += row.waiting;
      sums.joined += row.joined;
      sums.released += row.released;
      sums.refused += row.refused;
      sums.expired += row.expired;
    }
  }
  return sums;
}

}  // namespace studylab::world::sim::testing
