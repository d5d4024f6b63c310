#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "world/sim/events.h"

namespace studylab::sim {

// The one clock of a simulated world. Events happen in the order of their time and, at one time, in
// the order in which they were put in. Places are used again: no memory is asked for an event, only
// for what its own fields hold.
class EventQueue {
 public:
  explicit EventQueue(Instant now) : now_(now) {}

  Instant now() const { return now_; }
  // One of the events of a group. `at` before now() is now().
  template <class E>
  void put(Instant at, E&& event) {
    using Group = GroupOf<std::remove_cvref_t<E>>;
    places_[place_for(at)].template emplace<Group>(std::forward<E>(event));
  }

  bool has_event_by(Instant at) const { return !heap_.empty() && heap_.front().at <= at; }
  // Takes the next event; now() is its time from here on. There is one. Valid until the next
  // take().
  Event const& take();
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
  std::uint32_t place_for(Instant at);

  Instant now_;
  std::vector<Node> heap_;
  std::deque<Event> places_;  // none moves: an event may put others in
  std::vector<std::uint32_t> free_;
  std::optional<std::uint32_t> happening_;  // the place of the event that was taken last
  std::uint64_t put_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace studylab::sim
