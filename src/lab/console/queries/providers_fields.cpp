// What is known of providers, calls and regions, and the two trees of health.
#include <algorithm>

#include "control/failovers/failovers.h"
#include "control/providers/health.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Binding;
using control::HealthCause;
using control::Provider;
using control::Replica;

// --- health ---

Row<HealthCause> const& cause_row() {
  static Row<HealthCause> const row{
      &HealthCause::entry,
      {{"use", "what the control plane needs it for; null: it is an environment's",
        [](HealthCause const& of) { return unless_empty(of.use); }},
       {"binding", "the environment's binding; null: it is the control plane's",
        &HealthCause::binding},
       {"provider", "the provider", &HealthCause::provider},
       {"state", "unknown, degraded or down", &HealthCause::state},
       {"why", "the reason in words", &HealthCause::why}}};
  return row;
}

struct EnvironmentHealth {
  EnvironmentName environment;
  control::Health health;
};

EntryId entry_of(Page const& page, EnvironmentHealth const& of) {
  return std::max(of.health.entry, page.state().environments.at(of.environment).entry);
}

Row<EnvironmentHealth> const& health_row() {
  static Row<EnvironmentHealth> const row{
      entry_of,
      {{"environment", "the environment", &EnvironmentHealth::environment},
       {"health", "the worst state of its bindings: healthy, unknown, degraded or down",
        at(&EnvironmentHealth::health, &control::Health::state)},
       {"causes", "its bindings that are not healthy", cause_row(),
        at(&EnvironmentHealth::health, &control::Health::causes)}}};
  return row;
}

// --- regions ---

struct RegionShown {
  control::Region region;
  bool home = false;
};

Row<RegionShown> const& region_row() {
  static Row<RegionShown> const row{
      [](RegionShown const& of) { return of.region.entry; },
      {{"name", "the region", [](RegionShown const& of) { return of.region.name; }},
       {"home", "whether databases begin there", &RegionShown::home}}};
  return row;
}

struct ProofShown {
  control::ProofFound found;
  EntryId declared;  // of the replica
};

Row<ProofShown> const& proof_row() {
  static Row<ProofShown> const row{
      [](ProofShown const& of) { return of.found.entry ? of.found.entry : of.declared; },
      {{"proof", "replica, lag, runtime, secrets, artifacts or fence",
        [](ProofShown const& of) { return of.found.kind; }},
       {"verdict", "holds, missing, fails or stale (older than two minutes)",
        [](ProofShown const& of) { return control::to_text(of.found.verdict); }},
       {"seen", "when a check last saw it; null: never",
        [](ProofShown const& of) { return of.found.seen_at; }},
       {"age", "the time since then; null: never seen",
        [](Page const& page, ProofShown const& of) {
          return of.found.entry ? std::optional{age(page, of.found.seen_at)} : std::nullopt;
        }},
       {"lag", "how far the replica is behind, by the proof of its lag; null: of another proof",
        [](ProofShown const& of) { return of.found.lag; }},
       {"what", "the finding in words", [](ProofShown const& of) { return of.found.what; }}}};
  return row;
}

std::vector<ProofShown> proofs_shown(Page const& page, Replica const& replica) {
  std::vector<ProofShown> shown;
  auto const& of = replica.registered;
  for (auto& proof : control::proofs_of(page.state(), of.database, of.region, page.now())) {
    shown.push_back({std::move(proof), replica.entry});
  }
  return shown;
}

Row<Replica> const& replica_row() {
  static Row<Replica> const row{
      &Replica::entry,
      {{"database", "the database", at(&Replica::registered, &ReplicaRegistered::database)},
       {"region", "the region of the replica",
        at(&Replica::registered, &ReplicaRegistered::region)},
       {"provider", "the provider that runs it",
        at(&Replica::registered, &ReplicaRegistered::provider)},
       {"serves", "whether the database has failed over to it",
        [](Page const& page, Replica const& of) {
          auto const& name = of.registered;
          return control::region_of(page.state(), name.database) == name.region;
        }},
       {"proofs", "what a failover to it needs", proof_row(), proofs_shown}}};
  return row;
}

// --- calls ---

Binding const* if_counted(Binding const& binding) { return binding.counted ? &binding : nullptr; }

template <class Member>
auto counted_as(Member member) {
  return [member](Binding const& binding) { return (*binding.counted).*member; };
}

Row<control::PlatformBinding> const& use_row() {
  using control::PlatformBinding;
  static Row<PlatformBinding> const row{
      &PlatformBinding::entry,
      {{"use", "what the control plane needs it for", &PlatformBinding::use}}};
  return row;
}

Row<Provider> const& estimate_row() {
  static Row<Provider> const row{&Provider::estimate_entry,
                                 {{"expects", "when it expects to be well; null: it does not know",
                                   [](Provider const& of) { return of.estimate->expects; }}}};
  return row;
}

}  // namespace

Row<Provider> const& watch_row() {
  static Row<Provider> const row{
      &Provider::probe_entry,
      {{"state", "unknown (no fresh probe), healthy, degraded or down",
        [](Page const& page, Provider const& of) { return control::state_of(of, page.now()); }},
       {"since", "when the last reported state began",
        [](Provider const& of) { return of.probe->since; }},
       {"last", "how the latest probe was answered: answered, slow, failed or rejected",
        [](Provider const& of) { return of.probe->last; }},
       {"latency", "how long that answer took",
        [](Provider const& of) { return of.probe->latency; }},
       {"missed", "probes in a row that were not answered well",
        [](Provider const& of) { return of.probe->missed; }},
       {"age", "the age of the latest probe",
        [](Page const& page, Provider const& of) { return age(page, of.probed_at); }}}};
  return row;
}

Provider const* if_watched(Provider const& provider) {
  return provider.probe ? &provider : nullptr;
}

Row<Binding> const& calls_row() {
  static Row<Binding> const row{
      &Binding::counted_entry,
      {{"from", "when the proxies' count began", &Binding::counted_from},
       {"until", "when it ended", &Binding::counted_until},
       {"age", "the time since then",
        [](Page const& page, Binding const& of) { return age(page, of.counted_until); }},
       {"calls", "calls of programs through the binding", counted_as(&BindingCount::calls)},
       {"failed", "calls that failed", counted_as(&BindingCount::failed)},
       {"slow", "calls that were answered late", counted_as(&BindingCount::slow)},
       {"rejected", "failed calls whose credential was refused",
        counted_as(&BindingCount::rejected)},
       {"credential", "what the provider states about it: present, expired or revoked",
        counted_as(&BindingCount::secret)},
       {"credential_since", "since when", counted_as(&BindingCount::secret_since)}}};
  return row;
}

Binding const* calls_of(Binding const& binding) { return if_counted(binding); }

std::vector<Field<Provider>> provider_sections() {
  return {{"uses", "what the control plane needs it for", use_row(),
           [](Page const& page, Provider const& of) {
             std::vector<control::PlatformBinding const*> uses;
             for (auto const& use : page.state().platform_bindings) {
               if (use.provider == of.registered.provider) uses.push_back(&use);
             }
             return uses.empty() ? std::nullopt : std::optional{std::move(uses)};
           }},
          {"estimate", "when it expects to be well, once it was asked", estimate_row(),
           [](Provider const& of) { return of.estimate ? &of : nullptr; }}};
}

std::vector<Field<Everything>> health_sections() {
  return {{"control_plane_causes", "providers that degrade the control plane", cause_row(),
           [](Page const& page, Everything const&) {
             auto health = control::platform_health(page.state(), page.now());
             return health.causes.empty() ? std::nullopt : std::optional{std::move(health.causes)};
           }},
          {"environments", "the health of each environment's dependencies", health_row(),
           [](Page const& page, Everything const&) {
             std::optional<std::vector<EnvironmentHealth>> all;
             if (!control::is_watched(page.state())) return all;
             all.emplace();
             for (auto const& [name, environment] : page.state().environments) {
               all->push_back({name, control::environment_health(page.state(), name, page.now())});
             }
             return all;
           }}};
}

QueryTable const& regions_query() {
  static QueryTable const table{
      [](Page const& page, Query const&) -> std::expected<Everything, Refusal> {
        if (page.state().regions.empty()) return std::unexpected{nothing_of_this_kind("regions")};
        return Everything{};
      },
      Fields<Everything>{
          {"regions", "every region", region_row(),
           [](Page const& page, Everything const&) {
             std::vector<RegionShown> shown;
             for (auto const& region : page.state().regions) {
               shown.push_back({region, shown.empty()});
             }
             return shown;
           }},
          {"replicas", "places for replicas of databases", replica_row(),
           [](Page const& page, Everything const&) { return objects_of(page.state().replicas); }}}};
  return table;
}

}  // namespace studylab::console
