#include "control/hosts/hosts.h"

#include <algorithm>

#include "control/allocations/allocations.h"

namespace studylab::control {

std::uint32_t free_slots(State const& state, HostId id) {
  auto const slots = at_key(state.hosts, id).slots;
  auto const used = state.used_slots.find(id);
  return used == state.used_slots.end() ? slots : slots - std::min(slots, used->second);
}

std::uint32_t free_slots(State const& state) {
  std::uint32_t free = 0;
  for (auto const& [id, host] : state.hosts) {
    if (!host.cordon) free += free_slots(state, id);
  }
  return free;
}

bool may_place(State const& state, EnvironmentName const& environment, ReleaseId release) {
  auto const& declared = at_key(state.environments, environment).declared;
  return live_allocations(state, environment, release) + free_slots(state) >= declared.replicas;
}

HostId next_host(State const& state) {
  HostId best;
  std::uint32_t best_free = 0;
  for (auto const& [id, host] : state.hosts) {
    if (host.cordon) continue;
    auto const free = free_slots(state, id);
    if (free > best_free) {
      best = id;
      best_free = free;
    }
  }
  return best;
}

}  // namespace studylab::control
