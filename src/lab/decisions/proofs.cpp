// Whether a database may fail over to another region.
#include <array>

#include <fmt/format.h>

#include "base/enum_size.h"
#include "control/failovers/failovers.h"
#include "lab/decisions/shared.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view proof_words[] = {"holds", "fails", "not_seen"};
constexpr std::array<std::string_view, enum_size<ProofKind>> proof_labels{
    "The region has a replica of the database",
    "The replica's lag has been measured",
    "Its hosts can run the release",
    "The environment's secrets are there",
    "The release's artifact is there",
    "The old writers can be fenced",
};
constexpr Instant failover_at{std::chrono::hours{480'000}};

std::map<ProofKind, control::SeenProof> proofs_from(Inputs const& in) {
  std::map<ProofKind, control::SeenProof> found;
  for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
    auto const kind = static_cast<ProofKind>(n);
    auto const word = in.word(to_text(kind));
    if (word == "not_seen") continue;
    RegionProof proof;
    proof.kind = kind;
    proof.proven = word == "holds" ? Proven::yes : Proven::no;
    proof.seen_at = failover_at - in.duration("age");
    proof.lag = in.duration("replica_lag");
    proof.what = kind == ProofKind::lag ? fmt::format("{} behind", to_text(proof.lag))
                                        : std::string{proof_labels[n]};
    found[kind] = {std::move(proof), EntryId{n + 1}};
  }
  return found;
}

std::string sentence(control::ProofFound const& proof) {
  auto const age = proof.verdict == control::ProofFound::Verdict::missing
                       ? std::string{}
                       : fmt::format(", seen {} ago", to_text(failover_at - proof.seen_at));
  return fmt::format("Proof {}: {}{}.", to_text(proof.kind), to_text(proof.verdict), age);
}

Outcome evaluate_failover(Inputs const& in) {
  auto const proofs = control::judge_proofs(proofs_from(in), in.duration("rpo"), failover_at);
  auto const* lacking = control::first_unproven(proofs);
  std::vector<std::string> reasons;
  if (lacking != nullptr) reasons.push_back(sentence(*lacking));
  for (auto const& proof : proofs) {
    if (&proof != lacking) reasons.push_back(sentence(proof));
  }
  if (lacking == nullptr) return {"may_fail_over", std::move(reasons)};
  return {std::string{to_text(control::refusal_without(lacking->kind))}, std::move(reasons)};
}

std::vector<Control> failover_controls() {
  std::vector<Control> controls;
  for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
    controls.push_back(choice(to_text(static_cast<ProofKind>(n)), proof_labels[n], proof_words));
  }
  controls.push_back(duration("replica_lag", "Lag of the replica", {0, 120, 5, 5}));
  controls.push_back(duration("rpo", "RPO of the database", {0, 120, 5, 60}));
  controls.push_back(duration("age", "Age of the proofs", {0, 300, 15, 30}));
  return controls;
}

}  // namespace

Description failover() {
  return {"failover",
          DecisionKind::decision,
          "Failover",
          "Whether a database may fail over to another region. Every proof must be a fresh fact, "
          "at most two minutes old; otherwise the first missing one is named.",
          "control::judge_proofs (control/failovers/failovers.h)",
          failover_controls(),
          {{"may_fail_over", "May fail over"},
           {"topology_unproven", "Refused: a proof about the data is missing"},
           {"region_not_ready", "Refused: a proof about runtime, secrets or artifact is missing"}},
          &evaluate_failover};
}

}  // namespace studylab::decisions
