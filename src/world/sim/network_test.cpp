#include "world/sim/network.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace studylab::world::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Between delay{milliseconds{1}, milliseconds{8}};
constexpr Component edge_a = component_of(EdgeId{1});
constexpr Component edge_b = component_of(EdgeId{2});

struct Arrival {
  std::uint32_t number;
  Instant at;
  friend bool operator==(Arrival const&, Arrival const&) = default;
};

// Sends numbered messages and returns which arrived, and when.
std::vector<Arrival> arrivals(Schedule const& schedule, Component to, std::uint32_t count,
                              std::uint32_t elsewhere = 0) {
  EventQueue queue{Instant{}};
  Network network{Seed{3, {}}, delay, schedule, queue};
  for (std::uint32_t n = 1; n <= count; ++n) {
    network.send(control_plane, to, NoticeSent{NoticeId{n}});
    for (std::uint32_t i = 0; i < elsewhere; ++i)
      network.send(control_plane, monitor, ViewWanted{});
  }
  std::vector<Arrival> arrived;
  while (queue.has_event_by(Instant{seconds{10}})) {
    auto const& event = queue.take();
    if (auto const* sent = std::get_if<NoticeSent>(&std::get<OrderEvent>(event))) {
      arrived.push_back({sent->notice.number, queue.now()});
    }
  }
  return arrived;
}

TEST(Network, KeepsALinksMessagesInOrderAndWithinItsDelay) {
  auto const arrived = arrivals({}, edge_a, 50);
  ASSERT_EQ(arrived.size(), 50u);
  for (std::uint32_t n = 0; n < 50; ++n) {
    EXPECT_EQ(arrived[n].number, n + 1);
    EXPECT_LE(arrived[n].at, Instant{delay.high});
  }
}

TEST(Network, TrafficOnOneLinkDoesNotChangeOtherLinksDelays) {
  EXPECT_EQ(arrivals({}, edge_a, 20, 0), arrivals({}, edge_a, 20, 3));
  EXPECT_NE(arrivals({}, edge_a, 20), arrivals({}, edge_b, 20));
}

TEST(Network, LosesDuplicatesAndReordersAsOftenAsScheduled) {
  Schedule schedule;
  schedule.loss = Permille{200};
  EXPECT_NEAR(static_cast<int>(arrivals(schedule, edge_a, 1000).size()), 800, 60);
  schedule = {};
  schedule.duplicate = Permille{200};
  EXPECT_NEAR(static_cast<int>(arrivals(schedule, edge_a, 1000).size()), 1200, 60);
  schedule = {};
  schedule.reorder = Permille{200};
  auto const arrived = arrivals(schedule, edge_a, 1000);
  EXPECT_EQ(arrived.size(), 1000u);
  EXPECT_FALSE(std::ranges::is_sorted(arrived, {}, &Arrival::number));
}

TEST(Network, ACutLinkCarriesNothingInOneDirection) {
  Schedule schedule;
  schedule.cuts.push_back({"control", "edge-a", Instant{}, seconds{5}});
  EXPECT_TRUE(arrivals(schedule, edge_a, 5).empty());
  EXPECT_EQ(arrivals(schedule, edge_b, 5).size(), 5u);
}

}  // namespace
}  // namespace studylab::world::sim
