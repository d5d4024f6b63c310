#pragma once

#include <string_view>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of providers and regions: what the monitor and the binding proxies reported, what
// providers estimated and did.
namespace studylab::grade {

struct ProviderSeen {
  ProviderName const* name = nullptr;
  bool watched = false;
  bool of_platform = false;              // the control plane needs it
  ProviderProbe const* probe = nullptr;  // the latest
  EntryId entry;                         // of it
  EntryId sick;       // the first report after the alert that it is degraded or down
  EntryId recovered;  // the first report after that which finds it healthy again
  ProviderEstimated const* estimate = nullptr;  // the latest
};

struct BindingSeen {
  BindingName const* name = nullptr;
  EnvironmentName const* environment = nullptr;
  ProviderName const* provider = nullptr;  // the present one
  BindingCount const* count = nullptr;     // the latest
  EntryId entry;                           // of it
};

struct ProofSeen {
  RegionProof const* proof = nullptr;
  EntryId entry;
};

// A status that the operator published for the owner of an environment.
struct ProviderStatusSeen {
  EntryId entry;
  OwnerStatusPublished const* published = nullptr;
  EntryId resolved;      // none: not yet
  bool bound = true;     // the environment used the provider that it names; true for other causes
  bool affected = true;  // that provider was not well then, or calls to it failed
};

struct Providers {
  std::vector<ProviderSeen> all;
  std::vector<BindingSeen> bindings;
  std::vector<ProofSeen> proofs;  // the latest of each kind, replica and region
  std::vector<ProviderStatusSeen> statuses;
  EntryId probes;  // the latest report
};

void declare_provider(Run& run, InitialFact const& fact);
void see_provider_fact(Run& run, FactEntry const& entry, ProviderFact const& fact);
// The condition of what a failover or a rotation acts on.
void note_provider_repair(Run& run, RepairAct& act, OperationRequest const& request);
void publish_status(Run& run, FactEntry const& entry, OwnerStatusPublished const& fact);
void resolve_status(Run& run, FactEntry const& entry, OwnerStatusResolved const& fact);
// A pause is a hold on the environment.
void pause(Run& run, FactEntry const& entry, EnvironmentPaused const& fact);

// nullptr: there is none of this name.
ProviderSeen const* find_provider(Run const& run, ProviderName const& name);
BindingSeen const* find_seen_binding(Run const& run, BindingName const& name);
// Reported degraded or down by its latest probe.
bool is_sick(ProviderSeen const& provider);
bool is_bound_to(Run const& run, EnvironmentName const& environment, ProviderName const& provider);
// Whether a report shows that this credential is at fault: stated by its provider, or rejected
// while another one of the same provider was accepted.
bool shows_credential_fault(ProvidersProbed const& report, BindingName const& binding);
// Whether the symptom of an incident about dependencies is present, besides errors: a provider that
// the incident's environment or the control plane needs is reported sick.
bool dependency_is_sick(Run const& run);
// The report by which every such provider is healthy again; none: one is sick, or none was.
EntryId dependencies_recovered(Run const& run);

}  // namespace studylab::grade
