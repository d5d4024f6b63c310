#pragma once

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

// An edge in a gap, and the answers to what its repair asks for.
namespace studylab::edge::testing {

// Partition 3 in a gap at 1 s: applied 2, seen 4.
inline TestEdge in_gap() {
  TestEdge edge_under_test;
  edge_under_test.shop.move("shop.example", 2);
  edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3), 1s);
  return edge_under_test;
}

inline std::uint32_t wanted_fetch(TestEdge const& edge_under_test) {
  auto const pulls = wanted<PullSnapshot>(edge_under_test.state);
  return pulls.empty() ? 0 : pulls.front().fetch;
}

inline Output give(TestEdge& edge_under_test, Snapshot const& snapshot, Duration after_start) {
  SnapshotArrived const arrived{p3, wanted_fetch(edge_under_test), encoded(snapshot), "control-1"};
  return edge_under_test.feed(arrived, after_start);
}

// The world's answer to OpenConsumer if the stream contains the requested sequence.
inline Output open_consumer(TestEdge& edge_under_test, Duration after_start,
                            std::uint64_t short_of = 0) {
  auto const open = wanted<OpenConsumer>(edge_under_test.state).at(0);
  RouteSequence const delivered{open.from.value() - 1 - short_of};
  return edge_under_test.feed(ConsumerOpened{open.partition, open.baseline, open.from, delivered},
                              after_start);
}

// In a gap that the edge itself has given up repairing.
inline TestEdge given_up() {
  auto edge_under_test = in_gap();
  for (auto const after : {2s, 4s, 9s}) {
    edge_under_test.feed(Elapsed{Timer::repair}, after);
    edge_under_test.feed(
        SnapshotUnavailable{p3, wanted_fetch(edge_under_test), "connection refused"}, after);
  }
  EXPECT_EQ(reported<AutoRepairGaveUp>(edge_under_test.state).size(), 1U);
  return edge_under_test;
}

inline std::optional<RefusalCode> order(TestEdge& edge_under_test, EdgeCommand const& command,
                                        Duration after_start) {
  return edge_under_test.feed(Commanded{command}, after_start).refusal;
}

}  // namespace studylab::edge::testing
