#pragma once

#include "lab/operators/expert_options.h"

namespace studylab::lab::provider_outage {

// Parts that only this runbook's expert has.
inline constexpr Part providers_query{"providers-query"};
inline constexpr Part provider_query{"provider-query"};
inline constexpr Part status_query{"status-query"};
inline constexpr Part regions_query{"regions-query"};
inline constexpr Part operations_query{"operations-query"};
inline constexpr Part facts_first{"facts-first"};  // left out: it begins with logs
inline constexpr Part scope{"scope"};              // left out: another scope
inline constexpr Part pause{"pause"};
inline constexpr Part status{"status"};
inline constexpr Part one_status{"one-status"};  // that of the last environment
inline constexpr Part resolve{"resolve"};

}  // namespace studylab::lab::provider_outage
