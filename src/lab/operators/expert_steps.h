#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/operators/runbook.h"

// Steps of the expert that runbooks compose. Each gives its line until it is done.
namespace studylab::lab::steps {

// --- queries ---
Line query_operation(ExpertView const& view);  // the alert's
// The route owner and every edge's, until each edge has answered, at most three times.
Line query_route(ExpertView const& view);
Line query_bindings(ExpertView const& view);
Line query_releases(ExpertView const& view);
Line query_environment(ExpertView const& view);
// Until an observation that began after the alert has been seen.
Line query_errors(ExpertView const& view);

// What else is under way on the platform, one change after another: each has to be ruled out.
Line query_other_changes(ExpertView const& view);

// --- holds ---
Line freeze(ExpertView const& view);
Line unfreeze(ExpertView const& view);

// --- repairs ---
// The latest operation that the operator requested with a verb of the strategy; empty: none.
std::string repair_operation(ExpertView const& view);
bool operation_requested(ExpertView const& view);
Line notify_owner(ExpertView const& view, std::string_view repair);
// The entry of the edge's resumption or of the repair's operation; empty: neither is known.
std::string resolved_by_operation(ExpertView const& view);

// --- lines ---
// ` --because "REASON"`, unless reasons are left out.
std::string because(ExpertView const& view, std::string_view reason);
// ` --ref …` with at most six entries, each once.
std::string refs(std::vector<std::string> entries);
// Replaces the name, such as `{edge}`.
void fill_in(std::string& line, std::string_view name, std::string_view with);
// The names of the alert.
void fill_alert(AlertNotes const& alert, std::string& line);
std::uint32_t entry_number(std::string_view entry);  // 0: it is not an entry
// `database --scope customer`: the class as `classify` takes it, with a scope only where the
// runbook requires one.
std::string class_words(std::string_view runbook, FaultClass fault_class);

}  // namespace studylab::lab::steps
