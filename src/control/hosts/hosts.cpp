#include "control/hosts/hosts.h"

#include <algorithm>

#include "control/allocations/allocations.h"

namespace studylab::control::hosts {

void fold(State& state, HostRegistered const& fact, EntryRef at) {
  state.hosts[fact.host] = Host{fact.host, fact.image, fact.slots, at.id, {}, {}, {}, {}, {}};
}

void fold(State& state, HostCordonRecorded const& fact, EntryRef at) {
  auto& host = at_key(state.hosts, fact.host);
  host.cordon = fact;
  host.cordon_entry = at.id;
}

void fold(State& state, HostFact const& fact, EntryRef at) {
  match(
      fact, [&](PostcheckOrdered const& f) { at_key(state.hosts, f.host).postcheck_order = at.id; },
      [&](HostPostchecked const& f) {
        auto& host = at_key(state.hosts, f.host);
        if (host.postcheck_order == f.ordered_by) host.postcheck_order = EntryId{};
        host.postchecked = f;
        host.postchecked_at = at;
      },
      [&](HostUncordoned const& f) {
        auto& host = at_key(state.hosts, f.host);
        host.cordon.reset();
        host.cordon_entry = at.id;
      },
      [&](HostBrought const& f) {
        state.hosts[f.host] = Host{f.host, f.image, f.slots, at.id, {}, {}, {}, {}, {}};
      });
}

void react(State const& state, EffectList& effects) {
  for (auto const& [id, host] : state.hosts) {
    if (!host.postcheck_order) continue;
    effects.add(OrderPostcheck{id, host.postcheck_order}, id.number, host.postcheck_order.number);
  }
}

}  // namespace studylab::control::hosts
