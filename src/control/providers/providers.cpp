// Reports of the monitor and of providers, and their fold.
#include "control/providers/providers.h"

#include <algorithm>

#include "control/decision.h"
#include "control/failovers/failovers.h"
#include "control/jobs/jobs.h"
#include "control/operations/operations.h"
#include "control/providers/health.h"

namespace studylab::control::providers {
namespace {

void probed(State& state, BindingsProbed const& fact, EntryRef at) {
  for (auto const& binding : fact.bindings) {
    auto const found = state.bindings.find(binding.binding);
    if (found == state.bindings.end()) continue;
    found->second.probed = binding;
    found->second.probed_entry = at.id;
  }
  if (state.incident && environment_of(state.incident->opened) == fact.environment) {
    state.incident->probed_entry = at.id;
  }
}

void secrets_probed(State& state, SecretsProbed const& fact, EntryRef at) {
  for (auto const& secret : fact.secrets) {
    auto const binding = state.bindings.find(secret.binding);
    if (binding == state.bindings.end()) continue;
    binding->second.secret = secret;
    binding->second.secret_entry = at.id;
  }
}

// Which provider the binding used at this time.
ProviderName const& provider_at(Binding const& binding, Instant at) {
  for (auto const& one : binding.earlier) {
    if (at < one.until) return one.provider;
  }
  return binding.declared.provider;
}

// Calls of a time that a failover divides failed where they went first: the provider that took over
// reports its own in the next one.
void note_failing(Binding& binding, Instant from, Instant until) {
  auto& windows = binding.failing;
  auto const& provider = provider_at(binding, from);
  bool const adjacent = !windows.empty() && windows.back().until >= from;
  if (adjacent && windows.back().provider == provider) {
    windows.back().until = std::max(windows.back().until, until);
  } else {
    windows.push_back({from, until, provider});
  }
}

void probed(State& state, ProvidersProbed const& fact, EntryRef at) {
  state.probes_entry = at.id;
  for (auto const& probe : fact.providers) {
    auto const found = state.providers.find(probe.provider);
    if (found == state.providers.end()) continue;
    found->second.probe = probe;
    found->second.probed_at = fact.until;
    found->second.probe_entry = at.id;
  }
  for (auto const& count : fact.bindings) {
    auto const found = state.bindings.find(count.binding);
    if (found == state.bindings.end()) continue;
    auto& binding = found->second;
    binding.counted = count;
    binding.counted_from = fact.from;
    binding.counted_until = fact.until;
    binding.counted_entry = at.id;
    if (count.failed > 0) note_failing(binding, fact.from, fact.until);
  }
}

Decision probed(State const& state, ProvidersProbed const& f) {
  std::vector<Fact> facts{make_fact(f)};
  failovers::add_ends(state, f, facts);
  return facts;
}

Decision estimated(State const& state, ProviderEstimated const& f) {
  return state.notices.contains(f.notice) ? single(f) : no_facts();
}

Decision rotated(State const& state, SecretRotated const& f) {
  auto const found = state.operations.find(f.operation);
  bool const wanted = found != state.operations.end() &&
                      std::holds_alternative<kinds::Rotation>(found->second.as) &&
                      accepts(found->second, StageEvent::finished);
  if (!wanted) return no_facts();
  std::vector<Fact> facts{make_fact(f)};
  facts.push_back(make_fact(StageReached{f.operation, Stage::healthy, found->second.attempt,
                                         "the provider has issued a new credential"}));
  return facts;
}

}  // namespace

Decision decide(State const& state, ProviderFact const& report) {
  return match(
      report, [](BindingsProbed const& f) { return single(f); },
      [](SecretsProbed const& f) { return single(f); },
      [&](ProvidersProbed const& f) { return probed(state, f); },
      [](RegionsChecked const& f) { return single(f); },
      [&](ProviderEstimated const& f) { return estimated(state, f); },
      [&](SecretRotated const& f) { return rotated(state, f); },
      [&](FailoverFenced const& f) { return failovers::decide(state, f); },
      [&](ReplicaPromoted const& f) { return failovers::decide(state, f); },
      [&](JobEnded const& f) { return jobs::decide(state, f); });
}

void fold(State& state, ProviderRegistered const& fact, EntryRef at) {
  state.providers[fact.provider] = Provider{fact, at.id};
}

void fold(State& state, BindingDeclared const& fact, EntryRef at) {
  state.bindings[fact.binding] = Binding{fact, {}, at.id, {}};
}

void fold(State& state, ProviderWatchDeclared const& fact, EntryRef at) {
  at_key(state.providers, fact.provider).watch = fact;
  state.watch_entry = at.id;
}

void fold(State& state, PlatformBindingDeclared const& fact, EntryRef at) {
  state.platform_bindings.push_back({fact.use, fact.provider, at.id});
}

void fold(State& state, ProviderFact const& fact, EntryRef at) {
  match(
      fact, [&](BindingsProbed const& f) { probed(state, f, at); },
      [&](SecretsProbed const& f) { secrets_probed(state, f, at); },
      [&](ProvidersProbed const& f) { probed(state, f, at); },
      [&](RegionsChecked const& f) { failovers::fold(state, f, at); },
      [&](ProviderEstimated const& f) {
        auto const found = state.providers.find(f.provider);
        if (found == state.providers.end()) return;
        found->second.estimate = f;
        found->second.estimate_entry = at.id;
      },
      // Its operation ends with the next fact.
      [](SecretRotated const&) {}, [&](FailoverFenced const& f) { failovers::fold(state, f, at); },
      [&](ReplicaPromoted const& f) { failovers::fold(state, f, at); },
      // Its operation ends with the next fact.
      [](JobEnded const&) {});
}

// The monitor gets its list once; a world sends it again when the monitor has restarted.
void react(State const& state, EffectList& effects) {
  if (state.watch_entry && !state.probes_entry) {
    effects.add(WatchProviders{}, state.watch_entry.number);
  }
}

}  // namespace studylab::control::providers
