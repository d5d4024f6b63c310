#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/control.h"
#include "control/operations/effects.h"
#include "control/operations/stages.h"

namespace studylab::control {

// One proof about a region, as of now.
struct ProofFound {
  ProofKind kind = ProofKind::replica;
  enum class Verdict : std::uint8_t {
    holds,
    missing,  // never seen
    fails,    // seen, and it does not hold
    stale,    // older than proof_lifetime
  } verdict = Verdict::missing;
  Instant seen_at{};
  std::optional<Duration> lag;  // of the replica, by a proof of its lag
  std::string what;
  EntryId entry;  // where it was seen; none: never
};
std::string_view to_text(ProofFound::Verdict verdict);

// What has been seen of a replica, as of now: every proof that a failover needs, in the order of
// ProofKind. `rpo`: of the database, which the lag must not exceed.
std::vector<ProofFound> judge_proofs(std::map<ProofKind, SeenProof> const& seen, Duration rpo,
                                     Instant now);
// The first proof that does not hold; nullptr: the database may fail over.
ProofFound const* first_unproven(std::vector<ProofFound> const& proofs);

// The same of the database's replica in the region.
std::vector<ProofFound> proofs_of(State const& state, DatabaseName const& database,
                                  RegionName const& region, Instant now);
// Whether it is about the data, or about what runs the environment there.
constexpr bool is_about_data(ProofKind kind) {
  return kind == ProofKind::replica || kind == ProofKind::lag || kind == ProofKind::fence;
}
// The refusal of a failover without this proof.
constexpr RefusalCode refusal_without(ProofKind kind) {
  return is_about_data(kind) ? RefusalCode::topology_unproven : RefusalCode::region_not_ready;
}
// Where the database is; empty: this platform has no regions.
RegionName region_of(State const& state, DatabaseName const& database);

}  // namespace studylab::control

namespace studylab::control::failovers {

Decision decide(State const& state, FailOver const& verb, Act const& act, Instant now);
Decision decide(State const& state, FailoverFenced const& report);
Decision decide(State const& state, ReplicaPromoted const& report);
// Adds the end of each failover whose calls are answered in the new region.
void add_ends(State const& state, ProvidersProbed const& report, std::vector<Fact>& facts);

void fold(State& state, RegionRegistered const& fact, EntryRef at);
void fold(State& state, ReplicaRegistered const& fact, EntryRef at);
void fold(State& state, RegionsChecked const& fact, EntryRef at);
void fold(State& state, FailoverFenced const& fact, EntryRef at);
void fold(State& state, ReplicaPromoted const& fact, EntryRef at);

void react(Operation const& failover, EffectList& effects);

void plan(State const& state, FailOver const& verb, Plan& plan);

}  // namespace studylab::control::failovers
