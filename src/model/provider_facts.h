#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/nouns.h"

namespace studylab {

// Bindings and providers, as the monitor probes them.
// Kinds 800 to 899 are this subject's; a kind's number and fields never change.

struct ProbedBinding {
  BindingName binding;
  ProviderName provider;
  BindingState state = BindingState::answers;
  Instant since;  // in this state

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding", self.binding);
    visit("provider", self.provider);
    visit("state", self.state);
    visit("since", self.since);
  }
};

// Every binding of one environment, at once. Probed when an incident opens on it, and whenever a
// state has changed since.
struct BindingsProbed {
  static constexpr std::uint16_t kind_number = 801;
  static constexpr std::string_view kind_name = "BindingsProbed";

  EnvironmentName environment;
  std::vector<ProbedBinding> bindings;
  Origin origin;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("environment", self.environment);
    visit("bindings", self.bindings);
    visit("origin", self.origin);
  }
};

using ProviderFact = std::variant<BindingsProbed>;

}  // namespace studylab
