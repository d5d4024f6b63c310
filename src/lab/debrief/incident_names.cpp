// The names in a run's incident.
#include <algorithm>

#include "lab/debrief/advice.h"

namespace studylab::debrief {
namespace {

void name_incident(Debrief const& debrief, IncidentNames& names) {
  for (auto const& entry : debrief.platform) {
    auto const* opened = fact_if<IncidentOpened>(entry.fact);
    if (opened == nullptr) continue;
    names.environment = environment_of(*opened).value();
    names.route = route_of(*opened).value();
    if (auto const id = operation_of(*opened)) names.operation = to_text(id);
    if (auto const id = host_of(*opened)) names.host = to_text(id);
    // Errors are not about the edge that saw them first.
    if (auto const* gap = std::get_if<EdgeGap>(&opened->subject)) names.edge = to_text(gap->edge);
  }
}

void name_database(Debrief const& debrief, IncidentNames& names) {
  for (auto const& entry : debrief.platform) {
    auto const* declared = fact_if<EnvironmentDeclared>(entry.fact);
    if (declared != nullptr && declared->environment.value() == names.environment) {
      names.database = declared->database.value();
    }
    auto const* replica = fact_if<ReplicaRegistered>(entry.fact);
    if (replica != nullptr && replica->database.value() == names.database) {
      names.region = replica->region.value();
    }
  }
}

// Where the incident is not an operation's, the run's own latest restore.
void name_restore(Debrief const& debrief, IncidentNames& names) {
  for (auto const& entry : debrief.platform) {
    auto const* opened = fact_if<IncidentOpened>(entry.fact);
    if (opened != nullptr && operation_of(*opened)) return;
    auto const* requested = fact_if<OperationRequested>(entry.fact);
    if (requested == nullptr || requested->act.line.empty()) continue;
    auto const* restore = std::get_if<requests::Restore>(&requested->request);
    bool const its = restore != nullptr && restore->database.value() == names.database;
    if (its) names.operation = to_text(requested->operation);
  }
}

// The first provider that is reported sick after the alert, and the first binding of the incident's
// environment whose credential is rejected.
void name_provider(Debrief const& debrief, IncidentNames& names) {
  bool alerted = false, found = false, rejected = false;
  auto const is_sick = [](ProviderProbe const& probe) {
    return probe.state == ProviderState::degraded || probe.state == ProviderState::down;
  };
  std::vector<BindingName> own;
  auto const is_rejected = [&](BindingCount const& count) {
    return count.rejected > 0 && std::ranges::find(own, count.binding) != own.end();
  };
  for (auto const& entry : debrief.platform) {
    if (auto const* binding = fact_if<BindingDeclared>(entry.fact)) {
      bool const its = binding->environment.value() == names.environment;
      if (its) own.push_back(binding->binding);
    }
    alerted = alerted || fact_if<IncidentOpened>(entry.fact) != nullptr;
    auto const* probed = fact_if<ProvidersProbed>(entry.fact);
    if (!alerted || probed == nullptr) continue;
    auto const sick = std::ranges::find_if(probed->providers, is_sick);
    if (!found && sick != probed->providers.end()) {
      names.provider = sick->provider.value();
      found = true;
    }
    auto const binding = std::ranges::find_if(probed->bindings, is_rejected);
    if (!rejected && binding != probed->bindings.end()) {
      names.binding = binding->binding.value();
      rejected = true;
    }
  }
}

}  // namespace

IncidentNames incident_names(Debrief const& debrief) {
  IncidentNames names;
  name_incident(debrief, names);
  name_database(debrief, names);
  name_restore(debrief, names);
  name_provider(debrief, names);
  return names;
}

}  // namespace studylab::debrief
