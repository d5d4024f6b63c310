#include "world/sim/event_queue.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace studylab::world::sim {
namespace {

Instant at(std::int64_t microseconds) { return Instant{Duration{microseconds}}; }
MigrationWanted numbered(std::uint32_t n) { return MigrationWanted{OperationId{n}}; }
std::uint32_t number_of(Event const& event) {
  return std::get<MigrationWanted>(std::get<OrderEvent>(event)).operation.number;
}

TEST(EventQueue, TakesEventsByTimeAndThenByInsertion) {
  EXPECT_TRUE(rc::check([](std::vector<std::uint8_t> const& times) {
    EventQueue queue{at(0)};
    for (std::uint32_t n = 0; n < times.size(); ++n) queue.put(at(times[n]), numbered(n));
    std::vector<std::uint32_t> expected(times.size());
    for (std::uint32_t n = 0; n < times.size(); ++n) expected[n] = n;
    std::ranges::sort(expected, {}, [&](std::uint32_t n) { return std::pair{times[n], n}; });
    for (auto const n : expected) {
      RC_ASSERT(number_of(queue.take()) == n);
      RC_ASSERT(queue.now() == at(times[n]));
    }
    RC_ASSERT(!queue.has_event_by(at(1000)));
    RC_ASSERT(queue.taken() == times.size());
  }));
}

TEST(EventQueue, TimeNeverGoesBack) {
  EventQueue queue{at(100)};
  queue.put(at(5), numbered(1));
  queue.take();
  EXPECT_EQ(queue.now(), at(100));
  queue.pass_to(at(200));
  EXPECT_EQ(queue.now(), at(200));
}

}  // namespace
}  // namespace studylab::world::sim
