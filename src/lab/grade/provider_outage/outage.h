#pragma once

#include "lab/grade/pieces.h"
#include "model/facts.h"

// What was at fault in an outage, as the reports show it.
namespace studylab::grade::provider_outage {

// The report, if the entry is one that came after the alert; nullptr: it is not.
ProvidersProbed const* find_report(Run const& run, FactEntry const& entry);
// The provider that a report since the alert called degraded or down; nullptr: none has.
ProviderName const* failed_provider(Run const& run);
// The kind that the provider was registered with; none: it was not.
std::optional<ProviderKind> kind_of_provider(Run const& run, ProviderName const& provider);
// Whether the environment was declared with a binding to the provider.
bool was_bound(Run const& run, EnvironmentName const& environment, ProviderName const& provider);
// The environments that were declared with a binding to the failed provider, each once.
std::vector<EnvironmentName> affected_environments(Run const& run);
// Where the control plane needed the provider when the run began.
bool is_of_platform(Run const& run, ProviderName const& provider);
// The report by which the failed provider was well again; none: it was not, or none had failed.
EntryId recovered_at(Run const& run);
// The end of a failover of the incident's environment that ended well; none: there was none.
EntryId failed_over_at(Run const& run);
// From here on nothing has to wait any more: the provider's recovery, or the failover's end before
// it; the run's end, if neither came.
EntryId outage_over_at(Run const& run);

}  // namespace studylab::grade::provider_outage
