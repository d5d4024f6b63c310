#include "control/providers/providers.h"

#include <fmt/format.h>

#include "control/decision.h"

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

}  // namespace

Decision decide(State const& state, RotateSecret const& verb) {
  auto const found = state.bindings.find(verb.binding);
  if (found == state.bindings.end()) {
    return refuse(
        RefusalCode::rotation_without_cause,
        fmt::format("binding '{}' does not exist, so it cannot be at fault", verb.binding.value()),
        "`show bindings` lists them");
  }
  auto const& binding = found->second;
  if (binding.secret && binding.secret->state != SecretState::present) {
    auto const& environment = binding.declared.environment.value();
    return refuse(
        RefusalCode::nothing_of_this_kind,
        fmt::format("the secret of {} is {}, and its owner has to replace it", verb.binding.value(),
                    to_text(binding.secret->state)),
        fmt::format("`notify-owner {} --repair secret {}`", environment, verb.binding.value()));
  }
  return refuse(
      RefusalCode::rotation_without_cause,
      fmt::format("no fact shows that the credential of {} is at fault", verb.binding.value()),
      "`show bindings ENV` shows which bindings answer");
}

Decision decide(State const&, ProviderFact const& report) {
  return match(
      report, [](BindingsProbed const& f) { return single(f); },
      [](SecretsProbed const& f) { return single(f); });
}

void fold(State& state, ProviderRegistered const& fact, EntryRef at) {
  state.providers[fact.provider] = Provider{fact, at.id};
}

void fold(State& state, BindingDeclared const& fact, EntryRef at) {
  state.bindings[fact.binding] = Binding{fact, {}, at.id, {}};
}

void fold(State& state, ProviderFact const& fact, EntryRef at) {
  match(
      fact, [&](BindingsProbed const& f) { probed(state, f, at); },
      [&](SecretsProbed const& f) {
        for (auto const& secret : f.secrets) {
          auto const binding = state.bindings.find(secret.binding);
          if (binding == state.bindings.end()) continue;
          binding->second.secret = secret;
          binding->second.secret_entry = at.id;
        }
      });
}

}  // namespace studylab::control::providers
