// Whether a database may fail over to a region: only if a fresh fact proves all that it needs.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/failovers/failovers.h"
#include "control/operations/operations.h"
#include "control/plan_lines.h"
#include "control/restores/restores.h"
#include "model/enum_names.h"
#include "model/provider_limits.h"

namespace studylab::control {

std::string_view to_text(ProofFound::Verdict verdict) {
  return word_of(verdict, Words<4>{"holds", "missing", "fails", "stale"});
}

namespace {

bool guard_removed(ProofKind kind) {
  return planted(is_about_data(kind) ? Guard::po5 : Guard::pon2);
}

ProofFound judge_proof(ProofKind kind, SeenProof const* seen, Duration rpo, Instant now) {
  using enum ProofFound::Verdict;
  if (seen == nullptr) return {kind, missing, {}, {}, "no check has seen it", {}};
  auto const& of = seen->proof;
  bool const within = kind != ProofKind::lag || of.lag <= rpo;
  auto verdict = of.proven == Proven::yes && within ? holds : fails;
  if (now - of.seen_at > proof_lifetime) verdict = stale;
  auto const lag = kind == ProofKind::lag ? std::optional{of.lag} : std::nullopt;
  return {kind, verdict, of.seen_at, lag, of.what, seen->entry};
}

}  // namespace

std::vector<ProofFound> judge_proofs(std::map<ProofKind, SeenProof> const& seen, Duration rpo,
                                     Instant now) {
  std::vector<ProofFound> found;
  for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
    auto const kind = static_cast<ProofKind>(n);
    auto const proof = seen.find(kind);
    found.push_back(judge_proof(kind, proof == seen.end() ? nullptr : &proof->second, rpo, now));
  }
  return found;
}

ProofFound const* first_unproven(std::vector<ProofFound> const& proofs) {
  for (auto const& proof : proofs) {
    if (proof.verdict != ProofFound::Verdict::holds && !guard_removed(proof.kind)) return &proof;
  }
  return nullptr;
}

std::vector<ProofFound> proofs_of(State const& state, DatabaseName const& database,
                                  RegionName const& region, Instant now) {
  auto const replica = state.replicas.find({database, region});
  if (replica == state.replicas.end()) return judge_proofs({}, Duration{}, now);
  auto const rpo = at_key(state.databases, database).registered.rpo;
  return judge_proofs(replica->second.proofs, rpo, now);
}

RegionName region_of(State const& state, DatabaseName const& database) {
  auto const moved = state.moved_to.find(database);
  if (moved != state.moved_to.end()) return moved->second;
  return state.regions.empty() ? RegionName{} : state.regions.front().name;
}

}  // namespace studylab::control

namespace studylab::control::failovers {
namespace {

Operation const* open_failover(State const& state, DatabaseName const& database) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* failover = std::get_if<kinds::Failover>(&operation.as);
    if (failover != nullptr && failover->database == database) return &operation;
  }
  return open_restore(state, database);
}

bool is_region(State const& state, RegionName const& name) {
  for (auto const& region : state.regions) {
    if (region.name == name) return true;
  }
  return false;
}

Refusal unproven(ProofFound const& proof, FailOver const& verb, Instant now) {
  auto const age =
      proof.verdict == ProofFound::Verdict::stale
          ? fmt::format(", seen {} ago",
                        to_text(std::chrono::floor<std::chrono::seconds>(now - proof.seen_at)))
          : std::string{};
  return {refusal_without(proof.kind),
          fmt::format("{}: the proof `{}` {}{}: {}", verb.region.value(), to_text(proof.kind),
                      to_text(proof.verdict), age, proof.what),
          "`show regions` lists every proof with its age"};
}

// What a failover can lose is what the replica was behind when a check last saw it.
void add_loss(State const& state, FailOver const& verb, Duration rpo, Plan& plan) {
  auto const replica = state.replicas.find({verb.database, verb.region});
  if (replica == state.replicas.end()) return;
  auto const seen = replica->second.proofs.find(ProofKind::lag);
  bool const measured = seen != replica->second.proofs.end();
  auto const lag =
      measured ? std::chrono::ceil<std::chrono::milliseconds>(seen->second.proof.lag) : Duration{};
  add(plan, "can lose",
      measured ? fmt::format("the last {} of writes; RPO {}", to_text(Duration{lag}), to_text(rpo))
               : fmt::format("an unknown lag of writes; RPO {}", to_text(rpo)),
      measured ? seen->second.entry : replica->second.entry);
}

}  // namespace

Decision decide(State const& state, FailOver const& verb, Act const& act, Instant now) {
  if (state.regions.empty()) {
    return refuse(RefusalCode::nothing_of_this_kind, "this platform has one region only",
                  "`show databases` lists its databases");
  }
  auto const database = state.databases.find(verb.database);
  if (database == state.databases.end()) {
    return refuse(RefusalCode::no_such_thing,
                  fmt::format("database '{}' does not exist", verb.database.value()),
                  "`show databases` lists them");
  }
  if (!is_region(state, verb.region)) {
    return refuse(RefusalCode::no_such_thing,
                  fmt::format("region '{}' does not exist", verb.region.value()),
                  "`show regions` lists them");
  }
  if (region_of(state, verb.database) == verb.region) {
    return refuse(RefusalCode::already_in_region,
                  fmt::format("{} is in {} already", verb.database.value(), verb.region.value()),
                  "`show regions` lists the others");
  }
  if (auto const* open = open_failover(state, verb.database)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is {}", to_text(open->id), to_text(open->stage)),
                  fmt::format("`wait --for {}`", to_text(open->id)));
  }
  auto const proofs = proofs_of(state, verb.database, verb.region, now);
  if (auto const* proof = first_unproven(proofs)) {
    return std::unexpected(unproven(*proof, verb, now));
  }
  requests::Failover request{database->second.registered.environment, verb.database, verb.region};
  return single(operations::requested(state, std::move(request), act));
}

void plan(State const& state, FailOver const& verb, Plan& plan) {
  auto const database = state.databases.find(verb.database);
  if (database == state.databases.end() || !is_region(state, verb.region)) return;
  auto const& registered = database->second.registered;
  add(plan, "moves",
      fmt::format("{} and {} from {} to {}", verb.database.value(), registered.environment.value(),
                  region_of(state, verb.database).value(), verb.region.value()),
      database->second.entry);
  for (auto const& proof : proofs_of(state, verb.database, verb.region, state.last_at)) {
    auto const age =
        proof.entry ? fmt::format(", seen {} ago", to_text(std::chrono::floor<std::chrono::seconds>(
                                                       state.last_at - proof.seen_at)))
                    : std::string{};
    add(plan, fmt::format("proof {}", to_text(proof.kind)),
        fmt::format("{}{}: {}", to_text(proof.verdict), age, proof.what), proof.entry);
  }
  add_loss(state, verb, registered.rpo, plan);
}

}  // namespace studylab::control::failovers
