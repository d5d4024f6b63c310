#include "lab/bench/bare_loop.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "base/check.h"
#include "lab/bench/stopwatch.h"
#include "world/sim/event_queue.h"

namespace studylab::bench {
namespace {

// The queue length of a platform with three edges and five hosts.
constexpr std::uint32_t waiting = 64;

// Linear congruential, because the draw must cost almost nothing.
class Delays {
 public:
  Duration next() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return Duration{static_cast<std::int64_t>(state_ >> 44)};
  }

 private:
  std::uint64_t state_ = 1;
};

// Calls `put` with the n-th initial event of both loops.
template <class Put>
void begin(Put const& put) {
  for (std::uint32_t n = 0; n < waiting; ++n) {
    switch (n % 5) {
      case 0: put(world::sim::EdgeTimer{EdgeId{n}, edge::Timer::audit, Instant{}}); break;
      case 1: put(world::sim::RunnerTimer{HostId{n}, runner::Timer::stages, Instant{}}); break;
      case 2: put(world::sim::RenewalDue{EdgeId{n}, HostId{n}}); break;
      case 3: put(world::sim::EvaluationDue{EdgeId{n}}); break;
      default: put(world::sim::ControlWakes{}); break;
    }
  }
}

using Flat = std::variant<world::sim::EdgeTimer, world::sim::RunnerTimer, world::sim::RenewalDue,
                          world::sim::EvaluationDue, world::sim::ControlWakes>;
struct Node {
  Instant at;
  std::uint64_t number;
  Flat event;
};
bool later(Node const& a, Node const& b) {
  return a.at != b.at ? a.at > b.at : a.number > b.number;
}

}  // namespace

double bare_loop_rate(std::uint64_t events) {
  std::vector<Node> heap;
  Delays delays;
  std::uint64_t number = 0;
  Instant now{};
  auto const put = [&](auto const& event) {
    heap.push_back({now + delays.next(), number++, event});
    std::ranges::push_heap(heap, later);
  };
  begin(put);
  ProcessorTime const time;
  for (std::uint64_t n = 0; n < events; ++n) {
    std::ranges::pop_heap(heap, later);
    auto const node = std::move(heap.back());
    heap.pop_back();
    now = node.at;
    std::visit(put, node.event);
  }
  return static_cast<double>(events) / time.seconds();
}

double world_queue_rate(std::uint64_t events) {
  world::sim::EventQueue queue{Instant{}};
  Delays delays;
  auto const put = [&](auto const& event) { queue.put(queue.now() + delays.next(), event); };
  begin(put);
  ProcessorTime const time;
  for (std::uint64_t n = 0; n < events; ++n) {
    std::visit([&](auto const& group) { std::visit(put, group); }, queue.take());
  }
  auto const rate = static_cast<double>(events) / time.seconds();
  STUDYLAB_CHECK(queue.taken() == events);
  return rate;
}

}  // namespace studylab::bench
