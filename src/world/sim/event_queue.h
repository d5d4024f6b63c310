#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "world/sim/events.h"

namespace studylab::world::sim {

// The clock of a simulated world. Events happen in the order of their times, and at one time in the
// order of put(). Slots are reused, so that an event allocates only what its own fields hold.
class EventQueue {
 public:
  explicit EventQueue(Instant now) : now_(now) {}

  Instant now() const { return now_; }
  // Adds an event. An `at` before now() counts as now().
  template <class E>
  void put(Instant at, E&& event) {
    using Group = GroupOf<std::remove_cvref_t<E>>;
    places_[place_for(at)].template emplace<Group>(std::forward<E>(event));
  }

  bool has_event_by(Instant at) const { return !heap_.empty() && heap_.front().at <= at; }
  // Takes the next event, which must exist, and moves now() to its time. Valid until the next
  // take().
  Event const& take();
  // Moves the clock to an instant before which no event happens.
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
  std::uint32_t place_for(Instant at);

  Instant now_;
  std::vector<Node> heap_;
  std::deque<Event> places_;  // stable: handling an event may add others
  std::vector<std::uint32_t> free_;
  std::optional<std::uint32_t> happening_;  // the slot of the last taken event
  std::uint64_t put_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace studylab::world::sim
