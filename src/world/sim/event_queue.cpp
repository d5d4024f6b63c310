#include "world/sim/event_queue.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace studylab::sim {

void EventQueue::put(Instant at, Event event) {
  std::uint32_t place = 0;
  if (free_.empty()) {
    place = static_cast<std::uint32_t>(places_.size());
    places_.push_back(std::move(event));
  } else {
    place = free_.back();
    free_.pop_back();
    places_[place] = std::move(event);
  }
  heap_.push_back(Node{std::max(at, now_), put_++, place});
  std::ranges::push_heap(heap_, later);
}

Event EventQueue::take() {
  STUDYLAB_CHECK(!heap_.empty());
  std::ranges::pop_heap(heap_, later);
  auto const node = heap_.back();
  heap_.pop_back();
  now_ = node.at;
  ++taken_;
  free_.push_back(node.place);
  return std::move(places_[node.place]);
}

void EventQueue::pass_to(Instant at) {
  STUDYLAB_CHECK(at >= now_ && !has_event_by(at));
  now_ = at;
}

}  // namespace studylab::sim
