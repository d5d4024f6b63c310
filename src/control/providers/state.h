#pragma once

#include <map>
#include <optional>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Binding {
  BindingDeclared declared;
  std::optional<ProbedBinding> probed;
  EntryId entry;
  EntryId probed_entry;
  std::optional<ProbedSecret> secret = {};  // of environments that may sleep
  EntryId secret_entry = {};
};

struct Provider {
  ProviderRegistered registered;
  EntryId entry;
};

struct Providers {
  std::map<ProviderName, Provider> providers;
  std::map<BindingName, Binding> bindings;
};

}  // namespace studylab::control
