#include "lab/hints/provider_outage/hints.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace studylab::hints::provider_outage {
namespace {

std::string environment(HintView const& view) { return environment_of(view.opened()).value(); }

// The first provider that is not well; `PROVIDER` if none is known.
std::string provider(HintView const& view) {
  for (auto const& [name, of] : view.state.providers) {
    auto const state = of.probe ? of.probe->state : ProviderState::unknown;
    if (state == ProviderState::degraded || state == ProviderState::down) return name.value();
  }
  return "PROVIDER";
}

bool truth_found(HintView const& view) {
  bool const providers = queried(view, "providers") && queried(view, "bindings");
  return providers && queried(view, "status") &&
         (queried(view, "regions") || planned(view, "failover"));
}

std::string query_hint(HintView const& view) {
  if (!queried(view, "providers")) {
    return "`show providers` prints each provider's state, and how old its probe is";
  }
  if (!queried(view, "bindings")) {
    return fmt::format(
        "`show bindings {}` prints how many calls failed, were slow or were rejected",
        environment(view));
  }
  if (!queried(view, "status")) {
    return "`show status` prints the health of the control plane and of every environment, apart";
  }
  return "`show regions` prints each proof that a failover needs, with its age";
}

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return "find the truth: which provider, and which bindings to it, before logs and repairs "
           "(OP1, PO1)";
  }
  if (step == 2) return query_hint(view);
  return fmt::format(
      "a state needs two probes, 10 s apart; `show provider {}` prints who is bound to it, and "
      "whether it accepts other credentials (PO2, PON3)",
      provider(view));
}

std::string way_out(FaultClass fault_class, std::string const& name) {
  switch (fault_class) {
    case FaultClass::no_fault: return "if every provider is well, change nothing";
    case FaultClass::credential:
      return "`rotate-secret BINDING` of the one credential that is rejected";
    case FaultClass::database:
      return "`failover DB --to REGION` only if its plan shows that every proof holds; otherwise "
             "`wait --until symptom-gone`";
    default:
      return fmt::format(
          "nothing here repairs a provider: `wait --until symptom-gone`, then `unpause {}` and "
          "`status resolve` each",
          name);
  }
}

std::string action(HintView const& view, std::uint32_t step) {
  auto const name = environment(view);
  if (step == 1) {
    return fmt::format(
        "act: `pause {}` while migrations and jobs wait that the provider's outage would fail "
        "(PO3)",
        name);
  }
  if (step == 2) {
    return fmt::format(
        "`status publish ENV --cause provider:{} --says TEXT` for exactly the environments that "
        "are "
        "bound to it; none, if none is (PO4)",
        provider(view));
  }
  return way_out(view.state.incident->classified->fault_class, name);
}

constexpr std::string_view symptom_queries[] = {"status", "providers", "errors", "incident"};

std::string query_after(HintView const&) { return "`show status`"; }

// Whether a fact of this kind says that it was done for the environment.
template <class F>
bool was_done(HintView const& view, EnvironmentName const& environment) {
  return std::ranges::any_of(view.entries, [&](FactEntry const& entry) {
    auto const* fact = fact_if<F>(entry.fact);
    return fact != nullptr && fact->environment == environment;
  });
}

// The environments that are bound to a provider which a status names, and have no status.
std::string uninformed(HintView const& view) {
  constexpr std::string_view provider_cause = "provider:";
  std::set<std::string> named, names;
  for (auto const& entry : view.entries) {
    auto const* published = fact_if<OwnerStatusPublished>(entry.fact);
    if (published == nullptr || !published->cause.starts_with(provider_cause)) continue;
    named.insert(published->cause.substr(provider_cause.size()));
  }
  for (auto const& [name, binding] : view.state.bindings) {
    auto const& declared = binding.declared;
    if (!named.contains(declared.provider.value())) continue;
    if (was_done<OwnerStatusPublished>(view, declared.environment)) continue;
    names.insert(declared.environment.value());
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

// PO3 and PO4, as far as the stated class makes them due. Which owners lack a status is stated only
// of the provider that the operator has named: the plan of a close costs nothing.
std::string outage_step_left_out(HintView const& view) {
  auto const& classified = view.state.incident->classified;
  if (!classified || classified->scope == Scope::unstated) return {};
  auto const fault_class = classified->fault_class;
  if (fault_class == FaultClass::no_fault || fault_class == FaultClass::credential) return {};
  if (!was_done<EnvironmentPaused>(view, environment_of(view.opened()))) {
    return fmt::format(
        "a pause of what would fail during the outage: `pause {}`, until the "
        "recovery (PO3)",
        environment(view));
  }
  if (classified->scope == Scope::platform) return {};
  bool const any = std::ranges::any_of(view.entries, [](FactEntry const& entry) {
    return fact_if<OwnerStatusPublished>(entry.fact) != nullptr;
  });
  if (!any) {
    return "a status for each environment that is bound to the provider: `status publish ENV "
           "--cause provider:PROVIDER --says TEXT` (PO4)";
  }
  auto const names = uninformed(view);
  return names.empty() ? std::string{} : fmt::format("a status for {} (PO4)", names);
}

}  // namespace

constexpr RunbookHints hints{
    .runbook = "provider-outage",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "OP2",
    .compare =
        "compare the state of the provider, whose calls to it fail, whether the control plane "
        "needs it, and whether it accepts other credentials",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
    .step_left_out = outage_step_left_out,
};

}  // namespace studylab::hints::provider_outage
