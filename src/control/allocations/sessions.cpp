// What a change of owner means for live sessions.
#include "control/allocations/allocations.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control {

namespace {

// Of the allocations that another release has, and those that were moved.
std::uint32_t live_sessions(State const& state, EnvironmentName const& environment, ReleaseId to) {
  auto sessions = at_key(state.environments, environment).sessions_moved;
  auto const& live = state.live_allocations;
  for (auto at = live.lower_bound({environment, ReleaseId{}}); at != live.end(); ++at) {
    if (at->first.first != environment) break;
    if (at->first.second == to) continue;
    for (auto const id : at->second) {
      auto const& allocation = at_key(state.allocations, id);
      if (allocation.stage <= AllocationStage::ready) sessions += allocation.sessions;
    }
  }
  return sessions;
}

}  // namespace

SessionCheck check_sessions(State const& state, EnvironmentName const& environment, ReleaseId to) {
  auto const* owner = route_of(state, environment);
  STUDYLAB_CHECK(owner != nullptr);
  auto const& declared = at_key(state.environments, environment).declared;
  bool const reads =
      manifest_of(state, owner->release).state_schema == manifest_of(state, to).state_schema;
  return check_sessions(declared.session_store, reads ? ReadsState::yes : ReadsState::no,
                        live_sessions(state, environment, to));
}

}  // namespace studylab::control
