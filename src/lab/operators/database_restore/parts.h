#pragma once

#include "lab/operators/expert_options.h"

namespace studylab::lab::database_restore {

// Parts that only this runbook's expert has.
inline constexpr Part backups_query{"backups-query"};
inline constexpr Part consumers_query{"consumers-query"};
inline constexpr Part stop_writer{"stop-writer"};

}  // namespace studylab::lab::database_restore
