#include "lab/grade/provider_outage/clues.h"

#include <algorithm>

#include "base/enum_size.h"
#include "lab/grade/provider_outage/outage.h"
#include "lab/grade/run.h"
#include "model/provider_limits.h"

namespace studylab::grade::provider_outage {
namespace {

bool holds_always(Run const&) { return true; }

bool is_not_well(ProviderProbe const& probe) {
  return probe.state == ProviderState::degraded || probe.state == ProviderState::down;
}

// --- the provider ---

// The name of a provider that the report calls degraded or down; nullptr: none.
ProviderName const* named_sick(ProvidersProbed const& report) {
  auto const found = std::ranges::find_if(report.providers, is_not_well);
  return found == report.providers.end() ? nullptr : &found->provider;
}

ProviderName const* find_sick(Run const& run, FactEntry const& entry) {
  auto const* report = find_report(run, entry);
  return report == nullptr ? nullptr : named_sick(*report);
}

template <ProviderKind kind>
bool any_sick(Run const& run) {
  auto const* failed = failed_provider(run);
  return failed != nullptr && kind_of_provider(run, *failed) == kind;
}

template <ProviderKind kind>
bool says_sick(Run const& run, FactEntry const& entry) {
  auto const* sick = find_sick(run, entry);
  return sick != nullptr && kind_of_provider(run, *sick) == kind;
}

bool prints_provider(Run const& run, Queried const& queried) {
  if (queried.query == "providers" || queried.query == "status") return true;
  auto const* failed = failed_provider(run);
  return queried.query == "provider" && failed != nullptr && queried.object == failed->value();
}

template <ProviderKind kind>
constexpr Clue sick_clue(std::string_view name) {
  return {.name = name,
          .words = "which provider is not well (`show providers`)",
          .command = "show providers",
          .holds = any_sick<kind>,
          .carried_by = says_sick<kind>,
          .printed_by = prints_provider};
}

// --- calls ---

bool is_own(Run const& run, BindingName const& binding) {
  auto const* seen = find_seen_binding(run, binding);
  return seen != nullptr && is_incident(run, *seen->environment);
}

bool says_calls_fail(Run const& run, FactEntry const& entry) {
  auto const* report = find_report(run, entry);
  auto const* failed = failed_provider(run);
  if (report == nullptr || failed == nullptr) return false;
  return std::ranges::any_of(report->bindings, [&](BindingCount const& count) {
    return count.provider == *failed && count.failed + count.slow > 0 && is_own(run, count.binding);
  });
}

bool any_calls_fail(Run const& run) {
  auto const* failed = failed_provider(run);
  return failed != nullptr && was_bound(run, environment_of(*run.incident->opened), *failed);
}

bool prints_bindings(Run const& run, Queried const& queried) {
  if (queried.query == "bindings")
    return queried.object.empty() || at_incident(run, queried.object);
  auto const* failed = failed_provider(run);
  return queried.query == "provider" && failed != nullptr && queried.object == failed->value();
}

bool has_no_customer(Run const& run) {
  return failed_provider(run) != nullptr && affected_environments(run).empty();
}

bool says_no_customer(Run const& run, FactEntry const& entry) {
  return has_no_customer(run) && find_sick(run, entry) != nullptr;
}

// --- the control plane ---

bool is_platform_well(Run const& run) {
  auto const* failed = failed_provider(run);
  return failed != nullptr && !is_of_platform(run, *failed);
}

bool is_platform_degraded(Run const& run) {
  auto const* failed = failed_provider(run);
  return failed != nullptr && is_of_platform(run, *failed);
}

bool says_platform_well(Run const& run, FactEntry const& entry) {
  return is_platform_well(run) && find_sick(run, entry) != nullptr;
}

bool says_platform_degraded(Run const& run, FactEntry const& entry) {
  return is_platform_degraded(run) && find_sick(run, entry) != nullptr;
}

bool prints_status(Run const&, Queried const& queried) { return queried.query == "status"; }

// `show provider` lists what the control plane needs it for.
bool prints_status_or_uses(Run const& run, Queried const& queried) {
  return queried.query == "status" ||
         (queried.query == "provider" && prints_provider(run, queried));
}

// --- the second region ---

enum class Region : std::uint8_t { no_replica, proven, unproven };

DatabaseRegistered const* own_database(Run const& run) {
  for (auto const& entry : run.entries) {
    auto const* database = fact_if<DatabaseRegistered>(entry.fact);
    if (database != nullptr && is_incident(run, database->environment)) return database;
  }
  return nullptr;
}

// As of the report.
bool holds_then(RegionProof const& proof, DatabaseRegistered const& database, Instant at) {
  bool const within = proof.kind != ProofKind::lag || proof.lag <= database.rpo;
  return proof.proven == Proven::yes && within && at - proof.seen_at <= proof_lifetime;
}

std::optional<Region> region_of(Run const& run, FactEntry const& entry) {
  auto const* checked = fact_if<RegionsChecked>(entry.fact);
  auto const* database = checked == nullptr ? nullptr : own_database(run);
  if (database == nullptr) return std::nullopt;
  bool replica = false;
  std::uint32_t proven = 0;
  for (auto const& proof : checked->proofs) {
    if (proof.database != database->database) continue;
    if (proof.kind == ProofKind::replica) replica = proof.proven == Proven::yes;
    if (holds_then(proof, *database, entry.at)) ++proven;
  }
  if (!replica) return Region::no_replica;
  return proven == enum_size<ProofKind> ? Region::proven : Region::unproven;
}

template <Region region>
bool says_region(Run const& run, FactEntry const& entry) {
  return region_of(run, entry) == region;
}

bool prints_regions(Run const&, Queried const& queried) { return queried.query == "regions"; }

// A plan of the failover lists every proof.
template <Region region>
bool plan_shows(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* checked = fact_if<Checked>(entry.fact);
  if (checked == nullptr || checked->verb != "failover") return false;
  auto const* database = own_database(run);
  if (database == nullptr || checked->object != database->database.value()) return false;
  return std::ranges::any_of(checked->shown, [&](EntryId id) {
    auto const* shown = find_entry(run, id);
    return shown != nullptr && region_of(run, *shown) == region;
  });
}

template <Region region>
constexpr Clue region_clue(std::string_view name, std::string_view words,
                           std::string_view command) {
  return {.name = name,
          .words = words,
          .command = command,
          .holds = holds_always,
          .carried_by = says_region<region>,
          .printed_by = prints_regions,
          .also_shown_by = plan_shows<region>};
}

// --- one credential ---

bool says_rejected(Run const& run, FactEntry const& entry) {
  auto const* report = find_report(run, entry);
  return report != nullptr && std::ranges::any_of(report->bindings, [&](BindingCount const& count) {
           return is_own(run, count.binding) && shows_credential_fault(*report, count.binding);
         });
}

bool prints_credentials(Run const& run, Queried const& queried) {
  if (queried.query == "bindings")
    return queried.object.empty() || at_incident(run, queried.object);
  return queried.query == "provider" || queried.query == "providers";
}

bool plan_shows_rejected(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* checked = fact_if<Checked>(entry.fact);
  if (checked == nullptr || checked->verb != "rotate-secret") return false;
  return std::ranges::any_of(checked->shown, [&](EntryId id) {
    auto const* shown = find_entry(run, id);
    return shown != nullptr && says_rejected(run, *shown);
  });
}

// --- all is well ---

// By then a second probe has seen an outage that began with the alert.
bool is_late_enough(Run const& run, ProvidersProbed const& report) {
  return report.until >= run.incident->at + 2 * probe_interval;
}

bool says_well(Run const& run, FactEntry const& entry) {
  auto const* report = find_report(run, entry);
  if (report == nullptr || !is_late_enough(run, *report) || named_sick(*report) != nullptr) {
    return false;
  }
  return std::ranges::none_of(report->bindings,
                              [](BindingCount const& count) { return count.failed > 0; });
}

bool none_failed(Run const& run) { return failed_provider(run) == nullptr; }

bool prints_well(Run const&, Queried const& queried) {
  return queried.query == "providers" || queried.query == "status";
}

}  // namespace

constexpr Clue database_sick = sick_clue<ProviderKind::database>("database-sick");
constexpr Clue object_store_sick = sick_clue<ProviderKind::object_store>("object-store-sick");
constexpr Clue queue_sick = sick_clue<ProviderKind::queue>("queue-sick");
constexpr Clue payment_sick = sick_clue<ProviderKind::payment>("payment-sick");

constexpr Clue calls_fail{.name = "calls-fail",
                          .words = "whose calls to the provider fail (`show bindings ENV`)",
                          .command = "show bindings ENV",
                          .holds = any_calls_fail,
                          .carried_by = says_calls_fail,
                          .printed_by = prints_bindings};

constexpr Clue no_customer{
    .name = "no-customer",
    .words = "whether an environment uses the provider (`show provider PROVIDER`)",
    .command = "show provider PROVIDER",
    .holds = has_no_customer,
    .carried_by = says_no_customer,
    .printed_by = prints_provider};

constexpr Clue platform_well{.name = "platform-well",
                             .words = "whether the control plane is affected (`show status`)",
                             .command = "show status",
                             .holds = is_platform_well,
                             .carried_by = says_platform_well,
                             .printed_by = prints_status};

constexpr Clue platform_degraded{.name = "platform-degraded",
                                 .words = "whether the control plane is affected (`show status`)",
                                 .command = "show status",
                                 .holds = is_platform_degraded,
                                 .carried_by = says_platform_degraded,
                                 .printed_by = prints_status_or_uses};

constexpr Clue no_replica = region_clue<Region::no_replica>(
    "no-replica", "whether the database has a replica (`show regions`)", "show regions");
constexpr Clue proofs_hold = region_clue<Region::proven>(
    "proofs-hold", "which proofs of the other region hold (`failover DB --to REGION --plan`)",
    "failover DB --to REGION --plan");
constexpr Clue proof_missing = region_clue<Region::unproven>(
    "proof-missing", "which proofs of the other region hold (`failover DB --to REGION --plan`)",
    "failover DB --to REGION --plan");

constexpr Clue credential_rejected{
    .name = "credential-rejected",
    .words = "whether one credential is rejected, and others are not (`show bindings ENV`)",
    .command = "show bindings ENV",
    .holds = holds_always,
    .carried_by = says_rejected,
    .printed_by = prints_credentials,
    .also_shown_by = plan_shows_rejected};

constexpr Clue providers_well{.name = "providers-well",
                              .words = "whether every provider is well (`show providers`)",
                              .command = "show providers",
                              .holds = none_failed,
                              .carried_by = says_well,
                              .printed_by = prints_well};

}  // namespace studylab::grade::provider_outage
