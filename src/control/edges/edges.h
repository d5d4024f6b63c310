#pragma once

#include "control/control.h"
#include "control/operations/effects.h"

namespace studylab::control {

// The edge that a command names; nullptr if there is none.
Edge const* edge_of(State const& state, std::string const& name);
// The refusal of a command that names an unknown edge.
std::unexpected<Refusal> no_edge(std::string const& name);

// Whether a resume at `from` follows a snapshot of this edge that was found good.
bool follows_good_snapshot(Edge const& edge, RouteSequence from);
bool acknowledged(Edge const& edge, PartitionId partition, RouteSequence sequence);

std::vector<EdgeId> edges_behind(State const& state, PartitionId partition, RouteSequence sequence);

// No gap, and every partition at the ledger's last sequence, according to the edge's reports.
bool has_caught_up(State const& state, Edge const& edge);

// How often the control plane asks a lagging edge to pull again before it gives up.
inline constexpr std::uint32_t max_resync_requests = 3;

}  // namespace studylab::control

namespace studylab::control::edges {

Decision decide(State const& state, RepairPropagation const& verb, Act const& act);
Decision decide(State const& state, TakeSnapshot const& verb, Act const& act);
Decision decide(State const& state, VerifySnapshot const& verb, Act const& act);
Decision decide(State const& state, Resume const& verb, Act const& act);
Decision decide(State const& state, SetGapPolicy const& verb, Act const& act);
Decision decide(State const& state, EdgeFact const& report);
// Steps of an edge's repair.
Decision proceed(State const& state, Operation const& operation, StepKind step);

void fold(State& state, EdgeRegistered const& fact, EntryRef at);
void fold(State& state, ControlPlaneRegistered const& fact, EntryRef at);
void fold(State& state, KeyReplaced const& fact, EntryRef at);
void fold(State& state, EdgeFact const& fact, EntryRef at);

void react(State const& state, EffectList& effects);
void react(State const& state, Operation const& repair, EffectList& effects);

void plan(State const& state, RepairPropagation const& verb, Plan& plan);
void plan(State const& state, TakeSnapshot const& verb, Plan& plan);
void plan(State const& state, Resume const& verb, Plan& plan);
void plan(State const& state, SetGapPolicy const& verb, Plan& plan);

}  // namespace studylab::control::edges
