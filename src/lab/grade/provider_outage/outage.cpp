#include "lab/grade/provider_outage/outage.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::provider_outage {
namespace {

template <class F, class Wanted>
F const* find_initial(Run const& run, Wanted wanted) {
  for (auto const& entry : run.entries) {
    auto const* initial = std::get_if<InitialFact>(&entry.fact.subjects());
    auto const* fact = initial == nullptr ? nullptr : std::get_if<F>(initial);
    if (fact != nullptr && wanted(*fact)) return fact;
    // Initial facts come first.
    if (fact_if<IncidentOpened>(entry.fact) != nullptr) break;
  }
  return nullptr;
}

}  // namespace

ProvidersProbed const* find_report(Run const& run, FactEntry const& entry) {
  return entry.id > run.incident->entry ? fact_if<ProvidersProbed>(entry.fact) : nullptr;
}

ProviderName const* failed_provider(Run const& run) {
  auto const& all = run.providers.all;
  auto const found =
      std::ranges::find_if(all, [](ProviderSeen const& one) { return one.sick != EntryId{}; });
  return found == all.end() ? nullptr : found->name;
}

std::optional<ProviderKind> kind_of_provider(Run const& run, ProviderName const& provider) {
  auto const* registered = find_initial<ProviderRegistered>(
      run, [&](ProviderRegistered const& one) { return one.provider == provider; });
  return registered == nullptr ? std::nullopt : std::optional{registered->kind};
}

bool was_bound(Run const& run, EnvironmentName const& environment, ProviderName const& provider) {
  return find_initial<BindingDeclared>(run, [&](BindingDeclared const& one) {
           return one.environment == environment && one.provider == provider;
         }) != nullptr;
}

std::vector<EnvironmentName> affected_environments(Run const& run) {
  std::vector<EnvironmentName> affected;
  auto const* failed = failed_provider(run);
  if (failed == nullptr) return affected;
  find_initial<BindingDeclared>(run, [&](BindingDeclared const& one) {
    bool const listed = std::ranges::find(affected, one.environment) != affected.end();
    if (one.provider == *failed && !listed) affected.push_back(one.environment);
    return false;
  });
  return affected;
}

bool is_of_platform(Run const& run, ProviderName const& provider) {
  auto const* seen = find_provider(run, provider);
  return seen != nullptr && seen->of_platform;
}

EntryId recovered_at(Run const& run) {
  auto const* failed = failed_provider(run);
  auto const* seen = failed == nullptr ? nullptr : find_provider(run, *failed);
  return seen == nullptr ? EntryId{} : seen->recovered;
}

EntryId failed_over_at(Run const& run) {
  for (auto const& act : run.repairs.acts) {
    bool const own = act.environment != nullptr && is_incident(run, *act.environment);
    if (act.verb == RepairVerb::failover && own && act.ending == Ending::well) return act.ended;
  }
  return EntryId{};
}

EntryId outage_over_at(Run const& run) {
  auto const recovered = recovered_at(run);
  auto const moved = failed_over_at(run);
  if (recovered && moved) return std::min(recovered, moved);
  if (recovered) return recovered;
  return moved ? moved : run.end;
}

}  // namespace studylab::grade::provider_outage
