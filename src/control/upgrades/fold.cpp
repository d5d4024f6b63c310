#include <algorithm>

#include "control/hosts/stages.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control::upgrades {
namespace {

kinds::Leaving* leaving_of(State& state, AllocationId allocation) {
  auto const found = state.allocations.find(allocation);
  if (found == state.allocations.end()) return nullptr;
  for (auto& [id, operation] : state.operations) {
    auto* drain = std::get_if<kinds::Drain>(&operation.as);
    if (drain == nullptr || drain->host != found->second.host) continue;
    auto const leaving = std::ranges::find(drain->leaving, allocation, &kinds::Leaving::allocation);
    if (leaving != drain->leaving.end()) return &*leaving;
  }
  return nullptr;
}

}  // namespace

void fold(State& state, DrainPolicyDeclared const& fact, EntryRef at) {
  state.drain_policies[fact.environment] = {fact, at.id};
}

void fold(State& state, SessionAgesRecorded const& fact, EntryRef at) {
  state.session_ages[fact.allocation] = {fact, at.id};
}

void fold(State& state, HostMaintenancePlanned const& fact, EntryRef at) {
  state.maintenance = fact;
  state.maintenance_entry = at.id;
}

void fold(State& state, HostDriftFound const& fact, EntryRef at) {
  auto& host = at_key(state.hosts, fact.host);
  host.drift = fact.paths;
  host.drift_entry = at.id;
}

void fold(State& state, DriftRecorded const& fact, EntryRef at) {
  at_key(state.hosts, fact.host).recorded_drift[fact.path] = at.id;
}

void fold(State& state, HostRebuilt const& fact, EntryRef at) {
  auto& rebuild = std::get<kinds::Rebuild>(at_key(state.operations, fact.operation).as);
  rebuild.rebuilt = fact;
  rebuild.rebuilt_entry = at.id;
  auto& host = at_key(state.hosts, fact.host);
  host.rebuilt_entry = at.id;
  host.drift.clear();
  host.recorded_drift.clear();
}

void fold(State& state, SessionsDrained const& fact, EntryRef at) {
  auto* leaving = leaving_of(state, fact.allocation);
  if (leaving == nullptr) return;
  leaving->sessions = fact;
  leaving->entry = at.id;
}

void fold(State& state, SessionsResumed const& fact, EntryRef at) {
  at_key(state.allocations, fact.allocation).sessions += fact.sessions;
  auto* leaving = leaving_of(state, fact.from);
  if (leaving == nullptr) return;
  leaving->resumed += fact.sessions;
  leaving->resumed_entry = at.id;
}

void begun(State& state, Operation& operation, EntryRef at) {
  match(
      operation.as,
      [&](kinds::Replacement& as) {
        as.left = to_replace(state, as.host);
        advance(at_key(state.hosts, as.host), HostEvent::replacement_began, at);
      },
      [&](kinds::Drain& as) {
        for (auto const id : allocations_on(state, as.host)) {
          if (at_key(state.allocations, id).stage > AllocationStage::ready) continue;
          as.leaving.push_back({id, std::nullopt, {}, 0, {}});
        }
        advance(at_key(state.hosts, as.host), HostEvent::drain_began, at);
      },
      [&](kinds::Rebuild& as) {
        advance(at_key(state.hosts, as.host), HostEvent::rebuild_began, at);
      },
      [](auto&) {});
}

void ended(State& state, Operation const& operation, EntryRef at) {
  bool const well = operation.stage == Stage::healthy;
  if (auto const* drain = std::get_if<kinds::Drain>(&operation.as)) {
    advance(at_key(state.hosts, drain->host), well ? HostEvent::drained : HostEvent::drain_failed,
            at);
  } else if (auto const* rebuild = std::get_if<kinds::Rebuild>(&operation.as)) {
    advance(at_key(state.hosts, rebuild->host),
            well ? HostEvent::rebuilt : HostEvent::rebuild_failed, at);
  }
}

void planned(State& state, AllocationPlanned const& fact) {
  auto const found = state.operations.find(fact.operation);
  if (found == state.operations.end()) return;
  auto* as = std::get_if<kinds::Replacement>(&found->second.as);
  if (as == nullptr || as->left.empty()) return;
  state.replaced_by[as->left.front()] = fact.allocation;
  as->left.erase(as->left.begin());
  as->placed.push_back(fact.allocation);
}

}  // namespace studylab::control::upgrades
