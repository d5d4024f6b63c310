#include "lab/console/queries/fields.h"

#include <span>

#include <fmt/format.h>

#include "command_language/verbs.h"
#include "lab/console/queries/fields_change.h"
#include "lab/console/queries/fields_data.h"
#include "lab/console/queries/fields_route.h"
#include "lab/console/queries/queries.h"

namespace studylab::console {
namespace {

using table::Field;
using table::Shape;

std::span<Field const> fields_of(QueryKind query) {
  switch (query) {
    case QueryKind::incident: return table::incident;
    case QueryKind::environments: return table::environments;
    case QueryKind::environment: return table::environment;
    case QueryKind::operations: return table::operations;
    case QueryKind::operation: return table::operation_query;
    case QueryKind::routes: return table::routes;
    case QueryKind::route: return table::route;
    case QueryKind::releases: return table::releases;
    case QueryKind::release: return table::release;
    case QueryKind::artifacts: return table::artifacts;
    case QueryKind::artifact: return table::artifact;
    case QueryKind::allocations: return table::allocations;
    case QueryKind::allocation: return table::allocation_query;
    case QueryKind::edges: return table::edges;
    case QueryKind::edge: return table::edge;
    case QueryKind::snapshot: return table::snapshot;
    case QueryKind::sessions: return table::sessions;
    case QueryKind::databases: return table::databases;
    case QueryKind::database: return table::database;
    case QueryKind::hosts: return table::hosts;
    case QueryKind::host: return table::host;
    case QueryKind::quorum: return table::quorum;
    case QueryKind::providers: return table::providers;
    case QueryKind::provider: return table::provider;
    case QueryKind::bindings: return table::bindings;
    case QueryKind::errors: return table::errors;
    case QueryKind::status: return table::status;
    case QueryKind::logs: return table::logs;
    case QueryKind::gate:
    case QueryKind::backups:
    case QueryKind::consumers:
    case QueryKind::plan:
    case QueryKind::regions: return {};
  }
  return {};
}

void collect(std::vector<DocumentedField>& out, std::string const& before,
             std::span<Field const> fields) {
  for (auto const& field : fields) {
    auto const path = before + std::string{field.name};
    switch (field.shape) {
      case Shape::value: out.push_back({path, field.meaning}); break;
      case Shape::row: collect(out, path + ".", field.within); break;
      case Shape::rows: collect(out, path + "[].", field.within); break;
    }
  }
}

std::vector<DocumentedField> collected(std::span<Field const> fields) {
  std::vector<DocumentedField> out;
  collect(out, "", fields);
  return out;
}

void put_table(std::string& out, std::span<Field const> fields, std::string const& before) {
  for (auto const& field : fields) {
    auto const path = before + std::string{field.name};
    auto const* mark = field.shape == Shape::rows ? "[]" : "";
    out += fmt::format("| `{}{}` | {} |\n", path, mark, field.meaning);
    if (field.shape != Shape::value) put_table(out, field.within, path + mark + ".");
  }
}

void put_query(std::string& out, std::string_view usage, std::span<Field const> fields) {
  out += fmt::format("\n## `{}`\n\n| field | meaning |\n|---|---|\n", usage);
  put_table(out, fields, "");
}

std::string usage_of(QueryKind query) {
  auto const words =
      query == QueryKind::logs ? std::string{"logs"} : "show " + std::string{to_text(query)};
  auto const* row = language::find_verb(words);
  return row == nullptr ? words : std::string{row->usage};
}

}  // namespace

std::vector<DocumentedField> documented_fields(QueryKind query) {
  return collected(fields_of(query));
}
std::vector<DocumentedField> documented_plan_fields() { return collected(table::plan); }
std::vector<DocumentedField> documented_done_fields() { return collected(table::done); }

namespace {

constexpr std::string_view introduction =
    R"(# What each query returns

Generated from `src/lab/console/queries/fields_*.h`. A test compares this page with the code, and
the code with the answers. To write the page again, run
`UPDATE_GOLDEN=1 build/release/tests/test_lab --gtest_filter='QueryFields.*'`.

These are the fields of an answer's `data` with `--io jsonl`, and of its text with `--wide`. Without
`--wide` the text has one line per object, in human units, and leaves out what is usual. Either way
every field counts as shown.

Every object with values of its own also has `entry`: the entry of the platform chain from which the
values come. After the answer, `--ref` may refer to that entry. Values from another entry are in an
object of their own. `as_of` is the newest entry of the chain, with its age; it is not part of what
the query shows. A value that does not exist is `null`. Durations and times are written as you type
them. A query for a kind of object that this platform does not have is refused with
`nothing_of_this_kind`.
)";

}  // namespace

std::string queries_markdown() {
  std::string out{introduction};
  for (std::uint32_t n = 0; n < enum_size<QueryKind>; ++n) {
    auto const query = static_cast<QueryKind>(n);
    if (auto const fields = fields_of(query); !fields.empty())
      put_query(out, usage_of(query), fields);
  }
  put_query(out, "HOLD or REPAIR --plan", table::plan);
  put_query(out, "HOLD, REPAIR or RECORD", table::done);
  return out;
}

}  // namespace studylab::console
