#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command_language/data.h"
#include "control/control.h"
#include "control/state.h"
#include "model/commands.h"
#include "model/refusals.h"
#include "world/world.h"

// Queries: what the operator is shown. Each is a pure function of the folded chain. One rule holds
// for all of them: a row that has values has "entry" beside them, the entry those
// values come from; values of another entry are in an object of their own. `as_of` is the newest
// entry of the chain with its age; it shows nothing of that entry, which does not count as shown.
// No query prints a class's word for the fault.
namespace studylab::console {

// The inputs of a query.
struct QueryContext {
  control::State const& state;
  std::span<FactEntry const> entries;  // the platform chain
  Instant now;
  Instant asked_at{};  // when the edges were asked for their views; zero: they were not
  std::span<world::LogLine const> logs = {};  // for `logs`: the lines of the object, oldest first
};

struct QueryAnswer {
  language::Data data;
  std::vector<EntryId> shown;      // ascending, without as_of's
  std::vector<std::string> names;  // names that are printed and were not shown before
};

// The answer, or a refusal: `nothing_of_this_kind` if this platform does not have such objects,
// `no_such_thing` if no object has this name.
std::expected<QueryAnswer, Refusal> query(Query const& asked, QueryContext const& context);

// Whether the edges know more about the answer than the chain does; they are asked first.
bool asks_edges(Query const& asked);
// Whether they are asked for their gates of the environment that the query names.
bool asks_gates(Query const& asked);
// The environment and allocation whose logs `logs` reads; none if the name does not exist.
struct LogsOf {
  EnvironmentName environment;
  AllocationId allocation;  // none: every allocation of the environment
};
std::optional<LogsOf> logs_of(Query const& asked, control::State const& state);
// How far `logs` and `show errors` look back without --since.
inline constexpr Duration queried_back = std::chrono::seconds{60};

// A plan as data: {"finding", "would_be_refused": {"code", "why", "right"}, "lines": [{"what",
// "value", "entry"}]}. Values that depend only on the command have `own`, the check's own entry.
QueryAnswer plan_answer(control::Plan const& plan, QueryContext const& context, EntryId own);
// What a command did: {"done": [{"entry", "fact", …}]}, one object per fact that it appended. After
// an order about snapshots, also the snapshots of the edge, as `show snapshot` prints them.
QueryAnswer done_answer(std::span<FactEntry const> appended, QueryContext const& context,
                        EdgeId snapshots_of = {});

// docs/queries.md: the fields of each query.
std::string queries_markdown();

}  // namespace studylab::console
