#pragma once

#include "lab/operators/expert_options.h"

namespace studylab::lab::database_restore {

// Parts that only this runbook's expert has.
inline constexpr Part backups_query{"backups-query"};
inline constexpr Part consumers_query{"consumers-query"};
inline constexpr Part releases_query{"releases-query"};
// Without it the plan is made before the database is queried.
inline constexpr Part class_first{"class-first"};
inline constexpr Part data_impact{"data-impact"};

}  // namespace studylab::lab::database_restore
