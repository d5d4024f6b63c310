#include "world/sim/event_queue.h"

#include <algorithm>

#include "base/check.h"

namespace studylab::world::sim {

std::uint32_t EventQueue::place_for(Instant at) {
  auto place = static_cast<std::uint32_t>(places_.size());
  if (free_.empty()) {
    places_.emplace_back();
  } else {
    place = free_.back();
    free_.pop_back();
  }
  heap_.push_back(Node{std::max(at, now_), put_++, place});
  std::ranges::push_heap(heap_, later);
  return place;
}

Event const& EventQueue::take() {
  STUDYLAB_CHECK(!heap_.empty());
  if (happening_) free_.push_back(*happening_);
  std::ranges::pop_heap(heap_, later);
  auto const node = heap_.back();
  heap_.pop_back();
  now_ = node.at;
  ++taken_;
  happening_ = node.place;
  return places_[node.place];
}

void EventQueue::pass_to(Instant at) {
  STUDYLAB_CHECK(at >= now_ && !has_event_by(at));
  now_ = at;
}

}  // namespace studylab::world::sim
