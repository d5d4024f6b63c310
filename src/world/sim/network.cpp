#include "world/sim/network.h"

#include <algorithm>

namespace studylab::world::sim {
namespace {

// The longest delay of a message that others overtake.
constexpr Duration latest = std::chrono::seconds{1};

}  // namespace

Network::Network(Seed const& seed, Between delay, Schedule const& schedule, EventQueue& queue)
    : seed_(seed),
      delay_(delay),
      loss_(schedule.loss),
      duplicate_(schedule.duplicate),
      reorder_(schedule.reorder),
      queue_(queue) {
  for (auto const& cut : schedule.cuts) {
    auto const from = parse_component(cut.from);
    auto const to = parse_component(cut.to);
    if (from && to) cuts_.push_back(Cut{*from, *to, cut.at, cut.at + cut.length});
  }
}

Network::Arrivals Network::arrivals_of(Component from, Component to) {
  auto& on = link(from, to);
  if (on.faults) return cut(from, to) ? Arrivals{} : faulty_arrivals(on);
  on.last = std::max(on.last, queue_.now() + drawn(on.delays, delay_));
  return Arrivals{{on.last, {}}, 1};
}

Network::Arrivals Network::faulty_arrivals(Link& on) {
  auto const now = queue_.now();
  auto const in_order = std::max(on.last, now + drawn(on.delays, delay_));
  // Drawn in this order for every message, so that one outcome does not affect other messages.
  bool const lost = on.faults->chance(loss_.value());
  bool const doubled = on.faults->chance(duplicate_.value());
  bool const overtaken = on.faults->chance(reorder_.value());
  auto const late = now + Duration{on.faults->between(0, latest.count())};
  Arrivals arrivals;
  if (!lost) {
    if (!overtaken) on.last = in_order;
    arrivals.at[arrivals.count++] = overtaken ? std::max(late, in_order) : in_order;
  }
  if (doubled) arrivals.at[arrivals.count++] = late;
  return arrivals;
}

Network::Link& Network::link(Component from, Component to) {
  auto const key = std::pair{from, to};
  auto const found = links_.lower_bound(key);
  if (found != links_.end() && found->first == key) return found->second;
  auto const name = to_text(from) + ">" + to_text(to);
  bool const faults = loss_.value() + duplicate_.value() + reorder_.value() > 0 || !cuts_.empty();
  return links_
      .emplace_hint(
          found, key,
          Link{Random{seed_, "network/" + name},
               faults ? std::optional{Random{seed_, "schedule/" + name}} : std::nullopt, Instant{}})
      ->second;
}

bool Network::cut(Component from, Component to) const {
  return std::ranges::any_of(cuts_, [&](Cut const& cut) {
    return cut.from == from && cut.to == to && cut.begins <= queue_.now() &&
           queue_.now() < cut.ends;
  });
}

}  // namespace studylab::world::sim
