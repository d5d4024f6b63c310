#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "world/plan.h"
#include "world/schedule.h"
#include "world/sim/component.h"
#include "world/sim/event_queue.h"

namespace studylab::world::sim {

inline Duration drawn(Random& random, Between between) {
  return Duration{random.between(between.low.count(), between.high.count())};
}

// Links between components. Each draws its delays from its own stream of random numbers and
// delivers in order, unless the schedule reorders messages.
class Network {
 public:
  enum class Sent : std::uint8_t { on_its_way, lost };

  Network(Seed const& seed, Between delay, Schedule const& schedule, EventQueue& queue);

  // The event happens when the message arrives. The caller learns of a lost message, so that it can
  // leave out renewals that change nothing.
  template <class E>
  Sent send(Component from, Component to, E&& event) {
    auto const arrivals = arrivals_of(from, to);
    if (arrivals.count == 0) return Sent::lost;
    if (arrivals.count == 2) queue_.put(arrivals.at[1], event);
    queue_.put(arrivals.at[0], std::forward<E>(event));
    return Sent::on_its_way;
  }

 private:
  struct Link {
    Random delays;
    std::optional<Random> faults;
    Instant last;  // arrival of the latest message in order
  };
  struct Cut {
    Component from, to;
    Instant begins, ends;
  };
  // When a message arrives: never, once or twice.
  struct Arrivals {
    std::array<Instant, 2> at{};
    std::size_t count = 0;
  };

  Link& link(Component from, Component to);
  bool cut(Component from, Component to) const;
  Arrivals arrivals_of(Component from, Component to);
  Arrivals faulty_arrivals(Link& link);

  Seed seed_;
  Between delay_;
  Permille loss_, duplicate_, reorder_;
  std::vector<Cut> cuts_;
  EventQueue& queue_;
  std::map<std::pair<Component, Component>, Link> links_;
};

}  // namespace studylab::world::sim
