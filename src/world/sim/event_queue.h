#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/instant.h"
#include "world/sim/events.h"

namespace studylab::sim {

// The one clock of a simulated world. Events happen in the order of their time and, at one time, in the
// order in which they were put in. Places are used again: no memory is asked for an event, only for what
// its own fields hold.
class EventQueue {
 public:
  explicit EventQueue(Instant now) : now_(now) {}

  Instant now() const { return now_; }
  // `at` before now() is now().
  void put(Instant at, Event event);

  bool has_event_by(Instant at) const { return !heap_.empty() && heap_.front().at <= at; }
  // Takes the next event; now() is its time from here on. There is one.
  Event take();
  // Moves the clock on where nothing happens until then.
  void pass_to(Instant at);

  std::uint64_t taken() const { return taken_; }

 private:
  struct Node {
    Instant at;
    std::uint64_t number;
    std::uint32_t place;
  };
  static bool later(Node const& a, Node const& b) {
    return a.at != b.at ? a.at > b.at : a.number > b.number;
  }

  Instant now_;
  std::vector<Node> heap_;
  std::deque<Event> places_;
  std::vector<std::uint32_t> free_;
  std::uint64_t put_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace studylab::sim
