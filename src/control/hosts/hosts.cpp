#include "control/hosts/hosts.h"

#include <algorithm>

#include "control/allocations/allocations.h"
#include "control/hosts/stages.h"
#include "control/upgrades/upgrades.h"

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

namespace studylab::control::hosts {
namespace {

Host host_with(HostId id, Digest const& image, std::uint32_t slots, EntryRef at) {
  Host host;
  host.id = id;
  host.image = image;
  host.slots = slots;
  host.entry = at.id;
  return host;
}

// A postcheck ends the upgrade of a host that was never cordoned.
void note_postcheck(Host& host, HostPostchecked const& fact, EntryRef at) {
  if (host.postcheck_order == fact.ordered_by) host.postcheck_order = EntryId{};
  host.postchecked = fact;
  host.postchecked_at = at;
  bool const passed = fact.result == PostcheckResult::passed;
  if (passed && !host.cordon) advance(host, HostEvent::returned, at);
}

}  // namespace

void fold(State& state, HostRegistered const& fact, EntryRef at) {
  state.hosts[fact.host] = host_with(fact.host, fact.image, fact.slots, at);
}

void fold(State& state, HostCordonRecorded const& fact, EntryRef at) {
  auto& host = at_key(state.hosts, fact.host);
  host.cordon = fact;
  host.cordon_entry = at.id;
  advance(host, HostEvent::cordoned, at);
}

void fold(State& state, HostFact const& fact, EntryRef at) {
  match(
      fact, [&](PostcheckOrdered const& f) { at_key(state.hosts, f.host).postcheck_order = at.id; },
      [&](HostPostchecked const& f) {
        note_postcheck(at_key(state.hosts, f.host), f, at);
      },
      [&](HostUncordoned const& f) {
        auto& host = at_key(state.hosts, f.host);
        host.cordon.reset();
        host.cordon_entry = at.id;
        advance(host, HostEvent::uncordoned, at);
      },
      [&](HostBrought const& f) {
        state.hosts[f.host] = host_with(f.host, f.image, f.slots, at);
      },
      [&](auto const& f) { upgrades::fold(state, f, at); });
}

void react(State const& state, EffectList& effects) {
  for (auto const& [id, host] : state.hosts) {
    if (!host.postcheck_order) continue;
    effects.add(OrderPostcheck{id, host.postcheck_order}, id.number, host.postcheck_order.number);
  }
}

}  // namespace studylab::control::hosts
