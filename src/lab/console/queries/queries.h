#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "control/control.h"
#include "control/state.h"
#include "model/commands.h"
#include "model/refusals.h"

// Queries: what the operator is shown. Each is a pure function of the folded chain. One rule holds
// for all of them: a JSON object that has scalar values has "entry" beside them, the entry those
// values come from; values of another entry are in an object of their own. `as_of` is the newest
// entry of the chain with its age; it shows nothing of that entry, which is not among the shown. No
// query prints a class's word for the fault.
namespace studylab::console {

// One line that a program wrote.
struct LogLine {
  Instant at;
  AllocationId allocation;
  std::string text;
};

// What a query is a function of.
struct QueryContext {
  control::State const& state;
  std::span<FactEntry const> entries;  // the platform chain
  Instant now;
  Instant asked_at{};  // when edges were asked for their own views; zero: they were not
  std::span<LogLine const> logs = {};  // for `logs`: of the object, oldest first
};

struct QueryAnswer {
  boost::json::object data;
  std::vector<EntryId> shown;      // ascending, without as_of's
  std::vector<std::string> names;  // printed, and not shown before
};

// What was asked for, or why not: `nothing_of_this_kind` where this platform has no such noun. An
// object that is not there (nothing by that name) is `no_such_thing`.
std::expected<QueryAnswer, Refusal> query(Query const& asked, QueryContext const& context);

// Queries at what processes know better than the chain: the edges are asked before it is answered.
bool asks_edges(Query const& asked);
// The environment and allocation whose logs `logs` reads; none if the name does not exist.
struct LogsOf {
  EnvironmentName environment;
  AllocationId allocation;  // none: the environment's
};
std::optional<LogsOf> logs_of(Query const& asked, control::State const& state);
// How far `logs` and `show errors` look back without --since.
inline constexpr Duration queried_back = std::chrono::seconds{60};

// A plan as data: {"finding", "would_be_refused": {"code", "why", "right"}, "lines": [{"what",
// "value", "entry"}]}. Values that rest on the command alone carry `own`, the check's own entry.
QueryAnswer plan_answer(control::Plan const& plan, QueryContext const& context, EntryId own);
// What a command brought about: {"done": [{"entry", "fact", …}]}, an object for each fact it
// appended; and where it asked an edge about snapshots, what that edge holds, as `show snapshot`
// prints it.
QueryAnswer done_answer(std::span<FactEntry const> appended, QueryContext const& context,
                        EdgeId snapshots_of = {});

// Users and minutes affected so far, as `show incident` prints them: the sum over edges of the most
// distinct users with an error in one observation, and the time covered by observations over the
// threshold, in minutes begun.
struct Affected {
  std::uint32_t users = 0;
  std::uint32_t minutes = 0;
  EntryId entry;  // the latest observation that it rests on
};
Affected affected(control::State const& state, EnvironmentName const& environment);

// docs/queries.md: each query's fields.
std::string queries_markdown();

}  // namespace studylab::console
