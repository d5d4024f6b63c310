#pragma once

#include <cstdint>

#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control {

// Not used, whether the host is cordoned or not.
std::uint32_t free_slots(State const& state, HostId host);
std::uint32_t free_slots(State const& state);  // of all hosts that may be placed on

// Whether there are slots for all replicas that the environment declares of this release; those
// that live already need none.
bool may_place(State const& state, EnvironmentName const& environment, ReleaseId release);
// Where its next allocation is placed: the host with the most free slots, the first of equals.
// None: no slot is free. A cordoned host is never chosen.
HostId next_host(State const& state);

// How old a passed postcheck may be when its host is uncordoned.
inline constexpr Duration postcheck_lifetime = std::chrono::minutes{5};

}  // namespace studylab::control

namespace studylab::control::hosts {

// The host of this name, or the refusal of a command that names it.
std::expected<Host const*, Refusal> named(State const& state, std::string const& name);

Decision decide(State const& state, Postcheck const& verb, Act const& act);
// A host that is cordoned already keeps its cordon, and this command is recorded too.
Decision decide(State const& state, Cordon const& verb, Act const& act);
// It needs a postcheck that passed within `postcheck_lifetime`. A cordon of this run needs none
// before an allocation has left the host: lifting it is then a hold and not a repair.
Decision decide(State const& state, Uncordon const& verb, Act const& act, Instant now);
// It changes nothing: its finding is that of its plan.
Decision decide(State const& state, Headroom const& verb);
Decision decide(State const& state, HostFact const& report);

void fold(State& state, HostRegistered const& fact, EntryRef at);
void fold(State& state, HostCordonRecorded const& fact, EntryRef at);
void fold(State& state, HostFact const& fact, EntryRef at);
// An allocation has left this host.
void left(State& state, HostId host);

void react(State const& state, EffectList& effects);

void plan_cordon(State const& state, std::string const& host, Plan& plan);
void plan_uncordon(State const& state, std::string const& host, Plan& plan);
void plan_headroom(State const& state, Headroom const& verb, Plan& plan);

}  // namespace studylab::control::hosts
