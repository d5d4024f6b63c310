#pragma once

#include "lab/operators/expert_options.h"

namespace studylab::lab::stuck_wake {

// Parts that only this runbook's expert has.
inline constexpr Part artifact_query{"artifact-query"};
inline constexpr Part hosts_query{"hosts-query"};
inline constexpr Part gate_query{"gate-query"};
inline constexpr Part owner_notice{"owner-notice"};

}  // namespace studylab::lab::stuck_wake
