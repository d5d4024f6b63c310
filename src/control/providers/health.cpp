#include "control/providers/health.h"

#include <algorithm>

#include <fmt/format.h>

#include "control/releases/releases.h"

namespace studylab::control {
namespace {

// From good to bad.
int severity(ProviderState state) {
  switch (state) {
    case ProviderState::healthy: return 0;
    case ProviderState::unknown: return 1;
    case ProviderState::degraded: return 2;
    case ProviderState::down: return 3;
  }
  return 1;
}

std::string why_of(Provider const& provider, ProviderState state) {
  auto const& name = provider.registered.provider.value();
  if (state == ProviderState::unknown) return fmt::format("no fresh probe of {}", name);
  return fmt::format("{} is {}", name, to_text(state));
}

void add_cause(Health& health, HealthCause cause) {
  if (severity(cause.state) > severity(health.state)) health.state = cause.state;
  health.causes.push_back(std::move(cause));
}

bool is_fresh(Binding const& binding, Instant now) {
  return binding.counted && now - binding.counted_until <= probe_lifetime;
}

// All calls with this credential were rejected.
bool all_rejected(BindingCount const& count) {
  return count.calls > 0 && count.rejected == count.calls;
}

// The state of a binding: its provider's, unless its own credential is rejected.
HealthCause cause_of(State const& state, Binding const& binding, Instant now) {
  auto const& declared = binding.declared;
  HealthCause cause{{}, declared.binding, declared.provider, ProviderState::healthy,
                    {}, binding.entry};
  auto const provider = state.providers.find(declared.provider);
  if (provider != state.providers.end()) {
    cause.state = state_of(provider->second, now);
    cause.why = why_of(provider->second, cause.state);
    cause.entry = std::max(cause.entry, provider->second.probe_entry);
  }
  if (cause.state == ProviderState::healthy && credential_fault(state, binding, now)) {
    cause.state = ProviderState::down;
    cause.why = "its credential is rejected";
    cause.entry = binding.counted_entry;
  }
  bool const gone = binding.probed && binding.probed->state == BindingState::gone;
  if (cause.state == ProviderState::healthy && gone) {
    cause.state = ProviderState::down;
    cause.why = "it does not answer";
    cause.entry = binding.probed_entry;
  }
  return cause;
}

}  // namespace

ProviderState state_of(Provider const& provider, Instant now) {
  if (!provider.watch) return ProviderState::healthy;
  bool const fresh = provider.probe && now - provider.probed_at <= probe_lifetime;
  return fresh ? provider.probe->state : ProviderState::unknown;
}

Health platform_health(State const& state, Instant now) {
  Health health;
  for (auto const& binding : state.platform_bindings) {
    health.entry = std::max(health.entry, binding.entry);
    auto const provider = state.providers.find(binding.provider);
    if (provider == state.providers.end()) continue;
    health.entry = std::max(health.entry, provider->second.probe_entry);
    auto const found = state_of(provider->second, now);
    if (found == ProviderState::healthy) continue;
    add_cause(health, {binding.use,
                       {},
                       binding.provider,
                       found,
                       why_of(provider->second, found),
                       std::max(binding.entry, provider->second.probe_entry)});
  }
  if (health.state == ProviderState::down) health.state = ProviderState::degraded;
  return health;
}

Health environment_health(State const& state, EnvironmentName const& environment, Instant now) {
  Health health;
  for (auto const& [name, binding] : state.bindings) {
    if (binding.declared.environment != environment) continue;
    auto cause = cause_of(state, binding, now);
    health.entry = std::max(health.entry, cause.entry);
    if (cause.state != ProviderState::healthy) add_cause(health, std::move(cause));
  }
  return health;
}

std::optional<Attribution> attribution_of(State const& state, EnvironmentName const& environment,
                                          Instant from, Instant until) {
  for (auto const& [name, binding] : state.bindings) {
    if (binding.declared.environment != environment) continue;
    auto const failed = std::ranges::find_if(binding.failing, [&](FailingWindow const& window) {
      return window.from < until && from < window.until + attribution_time;
    });
    if (failed == binding.failing.end()) continue;
    return Attribution{name, failed->provider, binding.counted_entry};
  }
  return std::nullopt;
}

std::expected<CredentialFault, std::string> credential_fault(State const& state,
                                                             Binding const& binding, Instant now) {
  auto const& name = binding.declared.binding.value();
  if (!is_fresh(binding, now)) {
    return std::unexpected(fmt::format("no fresh count of the calls of {}", name));
  }
  auto const& count = *binding.counted;
  if (count.secret == SecretState::expired || count.secret == SecretState::revoked) {
    return CredentialFault{binding.counted_entry,
                           fmt::format("its provider states that it is {}", to_text(count.secret))};
  }
  if (count.rejected == 0) {
    return std::unexpected(fmt::format("no call of {} was rejected", name));
  }
  bool const other_accepted = std::ranges::any_of(state.bindings, [&](auto const& each) {
    auto const& other = each.second;
    bool const same_provider = other.declared.provider == binding.declared.provider;
    if (each.first == binding.declared.binding || !same_provider || !other.counted) return false;
    bool const same_minute =
        other.counted_until >= binding.counted_until - std::chrono::minutes{1} &&
        other.counted_until <= binding.counted_until;
    return same_minute && other.counted->rejected == 0 &&
           other.counted->calls > other.counted->failed;
  });
  if (all_rejected(count) && other_accepted) {
    return CredentialFault{binding.counted_entry,
                           "it is rejected while another credential of the provider is accepted"};
  }
  return std::unexpected(
      fmt::format("no other credential of {} was accepted while that of {} was rejected",
                  binding.declared.provider.value(), name));
}

bool is_bound(State const& state, EnvironmentName const& environment,
              ProviderName const& provider) {
  return std::ranges::any_of(state.bindings, [&](auto const& each) {
    auto const& declared = each.second.declared;
    return declared.environment == environment && declared.provider == provider;
  });
}

bool was_affected_by(State const& state, EnvironmentName const& environment,
                     ProviderName const& provider) {
  if (!state.incident) return false;
  auto const since = state.incident->at - attribution_time;
  return std::ranges::any_of(state.bindings, [&](auto const& each) {
    auto const& binding = each.second;
    return binding.declared.environment == environment &&
           std::ranges::any_of(binding.failing, [&](FailingWindow const& window) {
             return window.provider == provider && window.until > since;
           });
  });
}

bool is_affected_by(State const& state, EnvironmentName const& environment,
                    ProviderName const& provider, Instant now) {
  auto const found = state.providers.find(provider);
  if (found == state.providers.end() || !is_bound(state, environment, provider)) return false;
  auto const health = state_of(found->second, now);
  if (health == ProviderState::degraded || health == ProviderState::down) return true;
  return std::ranges::any_of(state.bindings, [&](auto const& each) {
    auto const& [name, binding] = each;
    bool const its = binding.declared.environment == environment &&
                     binding.declared.provider == provider && is_fresh(binding, now);
    return its && binding.counted->failed > 0;
  });
}

std::string missing_evidence(State const& state, EnvironmentName const& environment,
                             ReleaseId release, Instant now) {
  if (!is_watched(state)) return {};
  auto const lacks = [&](ProviderName const& name) -> std::string {
    auto const found = state.providers.find(name);
    if (found == state.providers.end()) return {};
    auto const health = state_of(found->second, now);
    return health == ProviderState::healthy ? std::string{} : why_of(found->second, health);
  };
  for (auto const& binding : state.platform_bindings) {
    if (auto why = lacks(binding.provider); !why.empty()) return why;
  }
  for (auto const& needed : manifest_of(state, release).needs) {
    auto const binding = state.bindings.find(needed);
    bool const its =
        binding != state.bindings.end() && binding->second.declared.environment == environment;
    if (!its) continue;
    if (auto why = lacks(binding->second.declared.provider); !why.empty()) return why;
  }
  return {};
}

}  // namespace studylab::control
