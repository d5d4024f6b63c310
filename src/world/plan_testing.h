#pragma once

#include <string>

#include "evidence/chain.h"
#include "model/commands.h"
#include "world/plan.h"

namespace studylab::world {

// A small platform: one app with one environment, two edges, two hosts, and a scheduled promotion
// of a failing release.
struct Tiny {
  static constexpr std::uint32_t edges = 2;
  EnvironmentName environment{"shop/production"};
  RouteKey route{"shop.example"};
  PartitionId partition{1};
  BindingName binding{"shop-db"};
  DatabaseName database{"shop-data"};
  ReleaseId good{1};
  ReleaseId bad{2};
  OperationId promotion{2};
  Instant began{std::chrono::seconds{1'772'334'000}};

  // Incidents that this platform could have; of another route, if one is given.
  IncidentSubject errors(RouteKey const& of = RouteKey{"shop.example"}) const {
    return RouteErrors{environment, of, EdgeId{1}, promotion, Permille{300}, Permille{50}};
  }
  IncidentSubject gap(RouteKey const& of = RouteKey{"shop.example"}) const {
    return EdgeGap{environment, of, EdgeId{1}, partition, {}, RouteSequence{2}, RouteSequence{4}};
  }
};

Digest digest_of(std::uint8_t number);
// The bad release fails 30 % of all requests once its promotion has moved the owner.
Plan tiny_plan(std::uint64_t seed = 1);
OperatorCommand given(Verb verb, std::string line);

template <class F>
std::size_t count_facts(evidence::Chain const& chain) {
  std::size_t count = 0;
  for (auto const& entry : chain.entries()) count += fact_if<F>(entry.fact) != nullptr ? 1 : 0;
  return count;
}

}  // namespace studylab::world
