#include "control/upgrades/drain_decision.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/allocations/allocations.h"
#include "control/hosts/hosts.h"
#include "control/releases/releases.h"
#include "control/routes/routes.h"

namespace studylab::control {
namespace {

bool holds_a_slot(Allocation const& allocation) {
  return allocation.stage != AllocationStage::stopped &&
         allocation.stage != AllocationStage::failed;
}

bool is_owners(State const& state, Allocation const& allocation) {
  auto const* owner = route_of(state, allocation.environment);
  return owner != nullptr && owner->release == allocation.release;
}

// Whether an allocation that was started for it is ready or becoming ready.
bool has_replacement(State const& state, AllocationId id) {
  auto const by = state.replaced_by.find(id);
  if (by == state.replaced_by.end()) return false;
  return at_key(state.allocations, by->second).stage <= AllocationStage::ready;
}

// The drain of another host that is open and moves an allocation of one of these environments.
Operation const* other_drain(State const& state, HostId host,
                             std::set<EnvironmentName> const& environments) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* drain = std::get_if<kinds::Drain>(&operation.as);
    if (drain == nullptr || drain->host == host) continue;
    bool const shared = std::ranges::any_of(drain->leaving, [&](kinds::Leaving const& leaving) {
      return environments.contains(at_key(state.allocations, leaving.allocation).environment);
    });
    if (shared) return &operation;
  }
  return nullptr;
}

// A drain or a replacement of this host that is open.
Operation const* own_operation(State const& state, HostId host) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* drain = std::get_if<kinds::Drain>(&operation.as);
    auto const* replacement = std::get_if<kinds::Replacement>(&operation.as);
    if (drain != nullptr && drain->host == host) return &operation;
    if (replacement != nullptr && replacement->host == host) return &operation;
  }
  return nullptr;
}

std::set<EnvironmentName> environments_on(State const& state, HostId host) {
  std::set<EnvironmentName> names;
  for (auto const id : allocations_on(state, host)) {
    names.insert(at_key(state.allocations, id).environment);
  }
  return names;
}

// The members of the environment that are down, as the command that starts them again.
std::string restart_members(State const& state, EnvironmentName const& environment) {
  std::string names;
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.environment != environment || !is_owners(state, allocation)) continue;
    if (!has_lost_process(allocation)) continue;
    names += fmt::format("{}`restart {}`", names.empty() ? "" : ", ", to_text(id));
  }
  return names.empty() ? std::string{"restart or replace the members that are down, then drain"}
                       : fmt::format("{} (its process has ended), then drain", names);
}

DrainReason short_of_quorum(State const& state, HostId host, QuorumWithout const& without) {
  auto const name = without.environment.value();
  auto const left = fmt::format(
      "{} would keep {} ready of {}, and its quorum is {}", name, without.ready,
      at_key(state.environments, without.environment).declared.replicas, without.quorum);
  if (without.ready + without.more < without.quorum) {
    return {RefusalCode::below_quorum, left, restart_members(state, without.environment),
            without.entry};
  }
  auto const needed = static_cast<std::uint32_t>(to_replace(state, host).size());
  if (needed > free_elsewhere(state, host)) {
    return {RefusalCode::no_headroom,
            fmt::format("{}; {} replacements need slots, and {} are free", left, needed,
                        free_elsewhere(state, host)),
            fmt::format("`headroom {}` shows where slots are", to_text(host)), without.entry};
  }
  return {RefusalCode::replacements_missing, left,
          fmt::format("`replace {}` starts the replacements first", to_text(host)), without.entry};
}

}  // namespace

Continuity continuity_of(State const& state, Allocation const& allocation) {
  auto const& declared = at_key(state.environments, allocation.environment).declared;
  auto const* owner = route_of(state, allocation.environment);
  bool const reads = owner != nullptr && manifest_of(state, owner->release).state_schema ==
                                             manifest_of(state, allocation.release).state_schema;
  return continuity_of(
      {declared.session_store, reads ? ReadsState::yes : ReadsState::no, Duration{}, Duration{}});
}

Duration min_drain_time(State const& state, EnvironmentName const& environment) {
  auto const found = state.drain_policies.find(environment);
  return found == state.drain_policies.end() ? Duration{} : found->second.declared.least;
}

Duration min_deadline(State const& state, HostId host) {
  Duration least{};
  for (auto const& name : environments_on(state, host)) {
    least = std::max(least, min_drain_time(state, name));
  }
  return least;
}

std::vector<AllocationId> allocations_on(State const& state, HostId host) {
  std::vector<AllocationId> on;
  for (auto const& [key, live] : state.live_allocations) {
    for (auto const id : live) {
      if (at_key(state.allocations, id).host == host) on.push_back(id);
    }
  }
  std::ranges::sort(on);
  return on;
}

std::vector<AllocationId> to_replace(State const& state, HostId host) {
  std::vector<AllocationId> left;
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.host != host || !is_owners(state, allocation)) continue;
    bool const serves = holds_a_slot(allocation) && allocation.stage <= AllocationStage::ready;
    if (!serves && !has_lost_process(allocation)) continue;
    if (!has_replacement(state, id)) left.push_back(id);
  }
  return left;
}

std::uint32_t free_elsewhere(State const& state, HostId host) {
  auto const all = free_slots(state);
  return at_key(state.hosts, host).cordon ? all : all - free_slots(state, host);
}

std::vector<QuorumWithout> quorum_without(State const& state, HostId host) {
  std::vector<QuorumWithout> found;
  auto const missing = to_replace(state, host);
  for (auto const& name : environments_on(state, host)) {
    auto const& environment = at_key(state.environments, name);
    auto const* owner = route_of(state, name);
    if (owner == nullptr) continue;
    QuorumWithout without{name, 0, 0, environment.declared.quorum, environment.entry};
    for (auto const& [id, allocation] : state.allocations) {
      if (allocation.environment != name || allocation.release != owner->release) continue;
      bool const stays = allocation.host != host;
      if (stays && allocation.stage == AllocationStage::ready) ++without.ready;
      bool const becomes_ready = stays && allocation.stage < AllocationStage::ready;
      bool const replaceable = std::ranges::find(missing, id) != missing.end();
      if (becomes_ready || replaceable) ++without.more;
    }
    found.push_back(without);
  }
  return found;
}

std::vector<DrainReason> reasons_not_to_drain(State const& state, HostId host, Duration deadline) {
  std::vector<DrainReason> reasons;
  if (auto const* own = own_operation(state, host)) {
    reasons.push_back(
        {RefusalCode::operation_running,
         fmt::format("{} of {} is {}", to_text(own->id), to_text(host), to_text(own->stage)),
         fmt::format("`wait --for {}`", to_text(own->id)), own->stage_entry});
  }
  auto const environments = environments_on(state, host);
  auto const* other = planted(Guard::hun2) ? nullptr : other_drain(state, host, environments);
  if (other != nullptr) {
    reasons.push_back(
        {RefusalCode::below_quorum,
         fmt::format("another drain is open: {} moves allocations of the same environment away "
                     "from {}",
                     to_text(other->id), to_text(std::get<kinds::Drain>(other->as).host)),
         fmt::format("`wait --for {}`", to_text(other->id)), other->stage_entry});
  }
  for (auto const& without : quorum_without(state, host)) {
    if (without.ready >= without.quorum || planted(Guard::hun2)) continue;
    reasons.push_back(short_of_quorum(state, host, without));
  }
  auto const least = min_deadline(state, host);
  if (deadline < least && !planted(Guard::hu4)) {
    reasons.push_back(
        {RefusalCode::deadline_below_policy,
         fmt::format("{} is shorter than the minimum drain time, {}", studylab::to_text(deadline),
                     studylab::to_text(least)),
         fmt::format("`drain {} --deadline {}`", to_text(host), studylab::to_text(least)),
         at_key(state.hosts, host).entry});
  }
  // A quorum that no replacement restores comes before one that waits for it.
  std::ranges::stable_sort(reasons, {}, [](DrainReason const& reason) {
    switch (reason.code) {
      case RefusalCode::operation_running: return 0;
      case RefusalCode::below_quorum: return 1;
      case RefusalCode::no_headroom: return 2;
      case RefusalCode::replacements_missing: return 3;
      default: return 4;
    }
  });
  return reasons;
}

}  // namespace studylab::control
