#pragma once

#include "edge/edge_testing.h"

namespace studylab::edge::testing {

inline EnvironmentName const sleeper{"shop.example/production"};

inline GatePolicy declared_gate() {
  GatePolicy gate;
  gate.budget = 60s;
  gate.safe = {100, 1'000'000, 30s};
  gate.idempotent = {10, 100'000, 5s};
  gate.release_per_second = 10;
  return gate;
}

// The edge of TestEdge, with a sleep policy for the environment of `shop.example`.
struct SleepingEdge : TestEdge {
  SleepingEdge() { declare(); }
  void declare() {
    auto route = policy("shop.example", p3);
    route.gate = declared_gate();
    feed(Declared{{p3, p5}, {route, policy("mail.example", p5)}}, 0s);
  }
  Gate& gate() { return *find_gate(state, sleeper); }
  Admission arrive_at_gate(std::uint32_t count, Duration when,
                           RequestClass request_class = RequestClass::safe) {
    return gate().admit({request_class, count, 100}, at(when));
  }
};

}  // namespace studylab::edge::testing
