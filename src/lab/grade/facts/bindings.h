#pragma once

#include <vector>

#include "lab/grade/pieces.h"

// The subject of bindings: what probes found of those of the incident's environment.
namespace studylab::grade {

struct Bindings {
  BindingsProbed const* latest = nullptr;
  std::vector<BindingName const*> gone;  // at any time, each once
  SecretsProbed const* latest_secrets = nullptr;
  std::vector<BindingName const*> unusable;  // whose secret was missing or expired, at any time
};

void see_bindings(Run& run, BindingsProbed const& fact);
void see_secrets(Run& run, SecretsProbed const& fact);

// Whether the probe found no binding gone.
bool none_gone(BindingsProbed const& probed);
// Whether the latest probe found this binding of the incident's environment gone.
bool is_gone(Run const& run, std::string_view binding);

}  // namespace studylab::grade
