#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// A span of time in which the proxies counted failed calls to this provider.
struct FailingWindow {
  Instant from;
  Instant until;
  ProviderName provider;  // that the binding used then
};

// What a binding used before a failover moved it.
struct EarlierProvider {
  ProviderName provider;
  Instant until;
};

struct Binding {
  BindingDeclared declared;  // `provider`: the present one, also after a failover
  std::optional<ProbedBinding> probed;
  EntryId entry;  // declared, or moved by a failover
  EntryId probed_entry;
  std::optional<ProbedSecret> secret = {};  // of environments that may sleep
  EntryId secret_entry = {};
  std::optional<BindingCount> counted = {};  // the proxies' latest count
  Instant counted_from{};
  Instant counted_until{};
  EntryId counted_entry = {};
  std::vector<FailingWindow> failing = {};    // oldest first; adjacent ones are one
  std::vector<EarlierProvider> earlier = {};  // oldest first
};

struct Provider {
  ProviderRegistered registered;
  EntryId entry;
  std::optional<ProviderWatchDeclared> watch = {};  // none: it is not probed
  std::optional<ProviderProbe> probe = {};          // the latest
  Instant probed_at{};
  EntryId probe_entry = {};
  std::optional<ProviderEstimated> estimate = {};  // the latest
  EntryId estimate_entry = {};
};

// What the control plane itself needs.
struct PlatformBinding {
  std::string use;
  ProviderName provider;
  EntryId entry;
};

struct Providers {
  std::map<ProviderName, Provider> providers;
  std::map<BindingName, Binding> bindings;
  std::vector<PlatformBinding> platform_bindings;
  EntryId watch_entry;   // a provider is watched; none: none is
  EntryId probes_entry;  // the latest report of the monitor; none: no report yet
};

namespace kinds {

struct Rotation {
  BindingName binding;
  EntryId cause;
};

}  // namespace kinds
}  // namespace studylab::control
