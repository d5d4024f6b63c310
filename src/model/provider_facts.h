#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// Bindings and providers, as the monitor probes them.
// Kinds 800 to 899 belong to this subject.

struct ProbedBinding {
  BindingName binding;
  ProviderName provider;
  BindingState state = BindingState::answers;
  Instant since;  // in this state

  STUDYLAB_FIELDS(binding, provider, state, since)
};

// Every binding of one environment, at once. Probed when an incident opens on it, and after that
// whenever a state changes.
struct BindingsProbed {
  static constexpr FactKind fact_kind{801, 1, "BindingsProbed"};

  EnvironmentName environment;
  std::vector<ProbedBinding> bindings;
  Origin origin;

  STUDYLAB_FIELDS(environment, bindings, origin)
};

struct ProbedSecret {
  BindingName binding;
  SecretState state = SecretState::present;
  Instant since;  // in this state; of an expired one, when it expired

  STUDYLAB_FIELDS(binding, state, since)
};

// The secrets of every binding of an environment that may sleep, with each BindingsProbed of it and
// whenever one changes.
struct SecretsProbed {
  static constexpr FactKind fact_kind{802, 1, "SecretsProbed"};

  EnvironmentName environment;
  std::vector<ProbedSecret> secrets;
  Origin origin;

  STUDYLAB_FIELDS(environment, secrets, origin)
};

using ProviderFact = std::variant<BindingsProbed, SecretsProbed>;

}  // namespace studylab
