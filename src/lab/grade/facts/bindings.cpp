#include "lab/grade/facts/bindings.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {

void see_bindings(Run& run, BindingsProbed const& fact) {
  if (!is_incident(run, fact.environment)) return;
  run.bindings.latest = &fact;
  for (auto const& binding : fact.bindings) {
    if (binding.state != BindingState::gone) continue;
    bool const known = std::ranges::any_of(
        run.bindings.gone, [&](BindingName const* gone) { return *gone == binding.binding; });
    if (!known) run.bindings.gone.push_back(&binding.binding);
  }
}

void see_secrets(Run& run, SecretsProbed const& fact) {
  if (is_incident(run, fact.environment)) run.bindings.latest_secrets = &fact;
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
