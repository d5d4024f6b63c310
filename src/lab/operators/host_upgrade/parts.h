#pragma once

#include "lab/operators/expert_options.h"

namespace studylab::lab::host_upgrade {

// Parts that only this runbook's expert has.
inline constexpr Part facts_first{"facts-first"};  // left out: it begins with logs
inline constexpr Part room_query{"room-query"};
inline constexpr Part postcheck{"postcheck"};
inline constexpr Part sessions_query{"sessions-query"};
inline constexpr Part members_query{"members-query"};
inline constexpr Part drains_query{"drains-query"};
inline constexpr Part cordon{"cordon"};
inline constexpr Part record{"record-drift"};
inline constexpr Part spare_checks{"spare-checks"};  // before the capacity team is asked

}  // namespace studylab::lab::host_upgrade
