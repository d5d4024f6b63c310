#include "control/hosts/hosts.h"

#include <algorithm>

#include "control/allocations/allocations.h"
#include "control/hosts/stages.h"
#include "control/incidents/incidents.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control::hosts {
namespace {

// A postcheck ends the upgrade of a host that was never cordoned.
void note_postcheck(Host& host, HostPostchecked const& fact, EntryRef at) {
  if (host.postcheck_order == fact.ordered_by) host.postcheck_order = EntryId{};
  host.postchecked = fact;
  // One that was not ordered was made before the run, and reported late.
  host.postchecked_at = {at.id, fact.ordered_by ? at.at : fact.origin.at};
  bool const passed = fact.result == PostcheckResult::passed;
  if (passed && !host.cordon) advance(host, HostEvent::returned, at);
}

void add_host(State& state, auto const& fact, EntryRef at) {
  Host host;
  host.id = fact.host;
  host.image = fact.image;
  host.slots = fact.slots;
  host.entry = at.id;
  state.hosts[fact.host] = std::move(host);
}

void cordon(State& state, HostCordoned const& fact, EntryRef at) {
  auto& host = at_key(state.hosts, fact.host);
  if (host.cordon) return;
  host.cordon = HostCordonRecorded{fact.host, at.at, fact.act.because};
  host.cordon_entry = at.id;
  host.hold = fact.hold;
  host.left = false;
  place_hold(state, fact.hold, HoldKind::cordon, fact.host, at);
  advance(host, HostEvent::cordoned, at);
}

void uncordon(State& state, HostUncordoned const& fact, EntryRef at) {
  auto& host = at_key(state.hosts, fact.host);
  state.holds.erase(host.hold);
  host.cordon.reset();
  host.cordon_entry = at.id;
  host.hold = HoldId{};
  advance(host, HostEvent::uncordoned, at);
}

}  // namespace

void fold(State& state, HostRegistered const& fact, EntryRef at) { add_host(state, fact, at); }

void left(State& state, HostId host) { at_key(state.hosts, host).left = true; }

void fold(State& state, HostCordonRecorded const& fact, EntryRef at) {
  auto& host = at_key(state.hosts, fact.host);
  host.cordon = fact;
  host.cordon_entry = at.id;
  advance(host, HostEvent::cordoned, at);
}

void fold(State& state, HostFact const& fact, EntryRef at) {
  match(
      fact, [&](PostcheckOrdered const& f) { at_key(state.hosts, f.host).postcheck_order = at.id; },
      [&](HostPostchecked const& f) { note_postcheck(at_key(state.hosts, f.host), f, at); },
      [&](HostUncordoned const& f) { uncordon(state, f, at); },
      [&](HostBrought const& f) { add_host(state, f, at); },
      [&](HostCordoned const& f) { cordon(state, f, at); },
      [&](auto const& f) { upgrades::fold(state, f, at); });
}

void react(State const& state, EffectList& effects) {
  for (auto const& [id, host] : state.hosts) {
    if (!host.postcheck_order) continue;
    effects.add(OrderPostcheck{id, host.postcheck_order}, id.number, host.postcheck_order.number);
  }
}

}  // namespace studylab::control::hosts
