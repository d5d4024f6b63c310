// Reports about failovers, their fold, and what the state requires.
#include <algorithm>

#include <fmt/format.h>

#include "control/decision.h"
#include "control/failovers/failovers.h"

namespace studylab::control::failovers {
namespace {

// nullptr: there is no such failover, or the event does not fit its stage.
Operation const* waiting_for(State const& state, OperationId id, StageEvent event) {
  auto const found = state.operations.find(id);
  bool const fits = found != state.operations.end() &&
                    std::holds_alternative<kinds::Failover>(found->second.as) &&
                    accepts(found->second, event);
  return fits ? &found->second : nullptr;
}

template <class Report>
Decision reported(State const& state, Report const& report, StageEvent event, std::string why) {
  auto const* failover = waiting_for(state, report.operation, event);
  if (failover == nullptr) return no_facts();
  std::vector<Fact> facts{make_fact(report)};
  facts.push_back(make_fact(StageReached{failover->id, *next_stage(*failover, event),
                                         failover->attempt, std::move(why)}));
  return facts;
}

kinds::Failover& failover_of(State& state, OperationId id) {
  return std::get<kinds::Failover>(at_key(state.operations, id).as);
}

// Whether the report covers time after the promotion, in which calls were answered there.
bool answered(State const& state, Operation const& operation, ProvidersProbed const& report) {
  auto const& failover = std::get<kinds::Failover>(operation.as);
  if (report.from < failover.promoted_at.at) return false;
  auto const& provider = failover.promoted->provider;
  auto const probe = std::ranges::find(report.providers, provider, &ProviderProbe::provider);
  if (probe != report.providers.end() && probe->state != ProviderState::healthy) return false;
  return std::ranges::none_of(report.bindings, [&](BindingCount const& count) {
    auto const binding = state.bindings.find(count.binding);
    bool const its = binding != state.bindings.end() &&
                     binding->second.declared.environment == operation.environment &&
                     binding->second.declared.provider == provider;
    return its && count.failed > 0;
  });
}

}  // namespace

Decision decide(State const& state, FailoverFenced const& report) {
  return reported(state, report, StageEvent::fenced, "the old region takes no write");
}

Decision decide(State const& state, ReplicaPromoted const& report) {
  return reported(state, report, StageEvent::switched,
                  fmt::format("{} takes writes", report.region.value()));
}

void add_ends(State const& state, ProvidersProbed const& report, std::vector<Fact>& facts) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (waiting_for(state, id, StageEvent::finished) == nullptr) continue;
    if (!answered(state, operation, report)) continue;
    facts.push_back(
        make_fact(StageReached{id, Stage::healthy, operation.attempt, "calls are answered there"}));
  }
}

void fold(State& state, RegionRegistered const& fact, EntryRef at) {
  state.regions.push_back({fact.region, at.id});
}

void fold(State& state, ReplicaRegistered const& fact, EntryRef at) {
  state.replicas[{fact.database, fact.region}] = Replica{fact, at.id, {}};
}

void fold(State& state, RegionsChecked const& fact, EntryRef at) {
  for (auto const& proof : fact.proofs) {
    auto const found = state.replicas.find({proof.database, proof.region});
    if (found != state.replicas.end()) found->second.proofs[proof.kind] = {proof, at.id};
  }
}

void fold(State& state, FailoverFenced const& fact, EntryRef at) {
  auto& failover = failover_of(state, fact.operation);
  failover.fenced = fact;
  failover.fenced_entry = at.id;
  at_key(state.databases, failover.database).writer_epoch = fact.epoch;
}

void fold(State& state, ReplicaPromoted const& fact, EntryRef at) {
  auto& failover = failover_of(state, fact.operation);
  failover.promoted = fact;
  failover.promoted_at = at;
  auto& database = at_key(state.databases, failover.database);
  auto const old = database.registered.provider;
  for (auto& [name, binding] : state.bindings) {
    bool const its = binding.declared.environment == database.registered.environment &&
                     binding.declared.provider == old;
    if (!its) continue;
    binding.earlier.push_back({old, at.at});
    binding.declared.provider = fact.provider;
    binding.entry = at.id;
    binding.counted.reset();
  }
  database.registered.provider = fact.provider;
  state.moved_to[failover.database] = failover.region;
}

void react(Operation const& failover, EffectList& effects) {
  if (failover.stage == Stage::requested) {
    effects.add(OrderFailoverFence{failover.id}, failover.id.number);
  }
  if (failover.stage == Stage::fenced) {
    effects.add(OrderPromotion{failover.id}, failover.id.number);
  }
}

}  // namespace studylab::control::failovers
