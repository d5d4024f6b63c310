#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "control/state.h"
#include "model/provider_limits.h"

// What the facts about providers mean: pure functions, each with its reasons.
namespace studylab::control {

// Of a watched provider by its latest probe; unknown without a fresh one. Of another provider:
// healthy, because nothing is known against it.
ProviderState state_of(Provider const& provider, Instant now);
inline bool is_watched(State const& state) { return static_cast<bool>(state.watch_entry); }

// Two trees with causes of their own: the control plane's health rests on what the control plane
// needs, an environment's on its own bindings. Neither changes the other.
struct HealthCause {
  std::string use;      // of the control plane; empty: of an environment
  BindingName binding;  // of an environment; empty: of the control plane
  ProviderName provider;
  ProviderState state = ProviderState::healthy;
  std::string why;
  EntryId entry;
};
struct Health {
  ProviderState state = ProviderState::healthy;  // the worst of its causes
  std::vector<HealthCause> causes;               // what is not healthy
  EntryId entry;                                 // the latest fact that it rests on
};
// A control plane without a provider still answers, so that it is degraded at worst.
Health platform_health(State const& state, Instant now);
Health environment_health(State const& state, EnvironmentName const& environment, Instant now);

// The binding whose failures explain errors of the environment's programs from `from` to `until`:
// its proxy counted failed calls in that time or within attribution_time before it. `provider`: the
// one that the binding used then.
struct Attribution {
  BindingName binding;
  ProviderName provider;
  EntryId entry;
};
std::optional<Attribution> attribution_of(State const& state, EnvironmentName const& environment,
                                          Instant from, Instant until);

// The fact that shows that this credential is at fault, or why none does: the provider states that
// it is expired or revoked; or all its calls are rejected while another credential of the same
// provider is accepted in the same minute. A sick provider rejects every credential.
struct CredentialFault {
  EntryId entry;
  std::string why;
};
std::expected<CredentialFault, std::string> credential_fault(State const& state,
                                                             Binding const& binding, Instant now);

// Whether the environment uses this provider, and whether that makes it affected: the provider is
// degraded or down, or calls of its binding fail.
bool is_bound(State const& state, EnvironmentName const& environment, ProviderName const& provider);
bool is_affected_by(State const& state, EnvironmentName const& environment,
                    ProviderName const& provider, Instant now);

// Whether calls of the environment to this provider failed in the open incident, also if the
// environment no longer uses it.
bool was_affected_by(State const& state, EnvironmentName const& environment,
                     ProviderName const& provider);

// Why the evidence of this promotion's checks cannot be collected: a provider that the release or
// the control plane needs is not healthy. Empty: it can.
std::string missing_evidence(State const& state, EnvironmentName const& environment,
                             ReleaseId release, Instant now);

}  // namespace studylab::control
