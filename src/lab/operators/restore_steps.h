#pragma once

#include <string>
#include <string_view>

#include "lab/operators/runbook.h"

// Steps of a restore that the experts of several runbooks compose.
namespace studylab::lab::steps {

// Without it a release that damages the data, or does not fit it, is left as route owner.
inline constexpr Part move_owner{"stop-writer"};
// Without it every consumer's events are skipped first, and settled rightly where that is refused.
inline constexpr Part own_facts{"own-facts"};
inline constexpr Part unfence{"unfence"};

// The alert's database; if it names none, that of its environment.
std::string const& database_name(ExpertView const& view);
// The earlier release that a restore's plan allows as route owner; empty: none.
std::string fitting_release(ExpertView const& view);

// Data class, RPO and RTO, and the check of the data, which comes right after the alert.
Line query_checked_database(ExpertView const& view);
Line plan_restore(ExpertView const& view);
Line fence(ExpertView const& view);
// From the copy to the lifted fence.
Line restore_by(ExpertView const& view, RestoreMethod method);
bool restored(ExpertView const& view);

}  // namespace studylab::lab::steps
