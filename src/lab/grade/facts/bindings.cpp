#include "lab/grade/facts/bindings.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

void keep(std::vector<BindingName const*>& names, BindingName const& name) {
  bool const known =
      std::ranges::any_of(names, [&](BindingName const* one) { return *one == name; });
  if (!known) names.push_back(&name);
}

}  // namespace

void see_bindings(Run& run, BindingsProbed const& fact) {
  if (!is_incident(run, fact.environment)) return;
  run.bindings.latest = &fact;
  for (auto const& binding : fact.bindings) {
    if (binding.state == BindingState::gone) keep(run.bindings.gone, binding.binding);
  }
}

void see_secrets(Run& run, SecretsProbed const& fact) {
  if (!is_incident(run, fact.environment)) return;
  run.bindings.latest_secrets = &fact;
  for (auto const& secret : fact.secrets) {
    if (secret.state != SecretState::present) keep(run.bindings.unusable, secret.binding);
  }
}

bool none_gone(BindingsProbed const& probed) {
  return std::ranges::none_of(probed.bindings, [](ProbedBinding const& binding) {
    return binding.state == BindingState::gone;
  });
}

bool is_gone(Run const& run, std::string_view binding) {
  auto const* probed = run.bindings.latest;
  return probed != nullptr && std::ranges::any_of(probed->bindings, [&](ProbedBinding const& one) {
           return one.binding.value() == binding && one.state == BindingState::gone;
         });
}

}  // namespace studylab::grade
