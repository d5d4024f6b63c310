#include "lab/grade/facts/providers.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

ProviderSeen& provider_named(Run& run, ProviderName const& name) {
  auto& all = run.providers.all;
  auto const found =
      std::ranges::find_if(all, [&](ProviderSeen const& one) { return *one.name == name; });
  if (found != all.end()) return *found;
  auto& added = all.emplace_back();
  added.name = &name;
  return added;
}

BindingSeen* binding_named(Run& run, BindingName const& name) {
  return const_cast<BindingSeen*>(find_seen_binding(run, name));
}

void see_probes(Run& run, FactEntry const& entry, ProvidersProbed const& fact) {
  run.providers.probes = entry.id;
  bool const since_alert = entry.id > run.incident->entry;
  for (auto const& probe : fact.providers) {
    auto& seen = provider_named(run, probe.provider);
    seen.probe = &probe;
    seen.entry = entry.id;
    if (is_sick(seen) && since_alert && !seen.sick) seen.sick = entry.id;
    if (is_sick(seen)) seen.recovered = EntryId{};
    bool const healthy = probe.state == ProviderState::healthy;
    if (healthy && seen.sick && !seen.recovered) seen.recovered = entry.id;
  }
  for (auto const& count : fact.bindings) {
    auto* seen = binding_named(run, count.binding);
    if (seen == nullptr) continue;
    seen->count = &count;
    seen->entry = entry.id;
  }
}

void see_proofs(Run& run, FactEntry const& entry, RegionsChecked const& fact) {
  for (auto const& proof : fact.proofs) {
    auto const same = [&](ProofSeen const& one) {
      return one.proof->database == proof.database && one.proof->region == proof.region &&
             one.proof->kind == proof.kind;
    };
    auto& all = run.providers.proofs;
    auto const found = std::ranges::find_if(all, same);
    if (found != all.end()) {
      *found = {&proof, entry.id};
    } else {
      all.push_back({&proof, entry.id});
    }
  }
}

void see_promotion(Run& run, FactEntry const& entry, ReplicaPromoted const& fact) {
  auto* act = repair_of(run, fact.operation);
  if (act != nullptr) act->moved = act->effect = entry.id;
  if (act == nullptr || act->environment == nullptr) return;
  for (auto& binding : run.providers.bindings) {
    auto const* of = find_provider(run, *binding.provider);
    bool const its = *binding.environment == *act->environment && of != nullptr &&
                     act->provider != nullptr && *binding.provider == *act->provider;
    if (its) binding.provider = &fact.provider;
  }
}

// The provider that runs the database, before any failover.
ProviderName const* provider_of_database(Run const& run, DatabaseName const& name) {
  for (auto const& entry : run.entries) {
    auto const* registered = fact_if<DatabaseRegistered>(entry.fact);
    if (registered != nullptr && registered->database == name) return &registered->provider;
  }
  return nullptr;
}

}  // namespace

void declare_provider(Run& run, InitialFact const& fact) {
  if (auto const* f = std::get_if<ProviderRegistered>(&fact)) provider_named(run, f->provider);
  if (auto const* f = std::get_if<ProviderWatchDeclared>(&fact)) {
    provider_named(run, f->provider).watched = true;
  }
  if (auto const* f = std::get_if<PlatformBindingDeclared>(&fact)) {
    provider_named(run, f->provider).of_platform = true;
  }
  if (auto const* f = std::get_if<BindingDeclared>(&fact)) {
    run.providers.bindings.push_back({&f->binding, &f->environment, &f->provider, nullptr, {}});
  }
}

void see_provider_fact(Run& run, FactEntry const& entry, ProviderFact const& fact) {
  match(
      fact, [&](BindingsProbed const& f) { see_bindings(run, f); },
      [&](SecretsProbed const& f) { see_secrets(run, f); },
      [&](ProvidersProbed const& f) { see_probes(run, entry, f); },
      [&](RegionsChecked const& f) { see_proofs(run, entry, f); },
      [&](ProviderEstimated const& f) { provider_named(run, f.provider).estimate = &f; },
      [&](SecretRotated const& f) {
        if (auto* act = repair_of(run, f.operation)) act->moved = act->effect = entry.id;
      },
      [](FailoverFenced const&) {}, [&](ReplicaPromoted const& f) { see_promotion(run, entry, f); },
      [](JobEnded const&) {});
}

void note_provider_repair(Run& run, RepairAct& act, OperationRequest const& request) {
  if (auto const* failover = std::get_if<requests::Failover>(&request)) {
    act.provider = provider_of_database(run, failover->database);
    auto const* provider = act.provider ? find_provider(run, *act.provider) : nullptr;
    if (provider != nullptr && is_sick(*provider)) act.condition = Condition::broken;
    bool const well = provider != nullptr && provider->probe != nullptr &&
                      provider->probe->state == ProviderState::healthy;
    // A region is not left for a fault that is elsewhere.
    if (well) act.condition = Condition::needs_none;
  }
  if (auto const* rotation = std::get_if<requests::Rotation>(&request)) {
    act.binding = &rotation->binding;
    // The platform accepts one only with its cause.
    act.condition = Condition::broken;
  }
}

void publish_status(Run& run, FactEntry const& entry, OwnerStatusPublished const& fact) {
  ProviderStatusSeen seen{entry.id, &fact, {}, true, true};
  constexpr std::string_view prefix = "provider:";
  if (fact.cause.starts_with(prefix)) {
    ProviderName const name{fact.cause.substr(prefix.size())};
    seen.bound = is_bound_to(run, fact.environment, name);
    auto const* provider = find_provider(run, name);
    bool const failing = std::ranges::any_of(run.providers.bindings, [&](BindingSeen const& one) {
      return *one.environment == fact.environment && *one.provider == name &&
             one.count != nullptr && one.count->failed > 0;
    });
    seen.affected = seen.bound && provider != nullptr && (is_sick(*provider) || failing);
  }
  run.providers.statuses.push_back(seen);
}

void resolve_status(Run& run, FactEntry const& entry, OwnerStatusResolved const& fact) {
  for (auto& seen : run.providers.statuses) {
    bool const its = seen.published->environment == fact.environment && !seen.resolved;
    if (its) seen.resolved = entry.id;
  }
}

void pause(Run& run, FactEntry const& entry, EnvironmentPaused const& fact) {
  add_hold(run, entry, fact.act, &fact.environment);
  open_hold(run, entry, fact.hold, HoldKind::pause, &fact.environment);
}

ProviderSeen const* find_provider(Run const& run, ProviderName const& name) {
  auto const& all = run.providers.all;
  auto const found =
      std::ranges::find_if(all, [&](ProviderSeen const& one) { return *one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

BindingSeen const* find_seen_binding(Run const& run, BindingName const& name) {
  auto const& all = run.providers.bindings;
  auto const found =
      std::ranges::find_if(all, [&](BindingSeen const& one) { return *one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool is_sick(ProviderSeen const& provider) {
  return provider.probe != nullptr && (provider.probe->state == ProviderState::degraded ||
                                       provider.probe->state == ProviderState::down);
}

bool is_bound_to(Run const& run, EnvironmentName const& environment, ProviderName const& provider) {
  return std::ranges::any_of(run.providers.bindings, [&](BindingSeen const& one) {
    return *one.environment == environment && *one.provider == provider;
  });
}

bool shows_credential_fault(ProvidersProbed const& report, BindingName const& binding) {
  auto const its = std::ranges::find(report.bindings, binding, &BindingCount::binding);
  if (its == report.bindings.end()) return false;
  bool const stated = its->secret == SecretState::expired || its->secret == SecretState::revoked;
  bool const rejected = its->calls > 0 && its->rejected == its->calls;
  return stated || (rejected && std::ranges::any_of(report.bindings, [&](BindingCount const& o) {
                      return o.binding != binding && o.provider == its->provider &&
                             o.rejected == 0 && o.calls > o.failed;
                    }));
}

bool dependency_is_sick(Run const& run) {
  auto const& environment = environment_of(*run.incident->opened);
  return std::ranges::any_of(run.providers.all, [&](ProviderSeen const& one) {
    return is_sick(one) && (one.of_platform || is_bound_to(run, environment, *one.name));
  });
}

EntryId dependencies_recovered(Run const& run) {
  if (dependency_is_sick(run)) return EntryId{};
  EntryId latest;
  for (auto const& one : run.providers.all) latest = std::max(latest, one.recovered);
  return latest;
}

}  // namespace studylab::grade
