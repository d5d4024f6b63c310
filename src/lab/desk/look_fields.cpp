#include "lab/desk/look_fields.h"

#include <span>

#include <fmt/format.h>

#include "lab/desk/look_table_change.h"
#include "lab/desk/look_table_data.h"
#include "lab/desk/look_table_route.h"
#include "lab/desk/looks.h"
#include "language/verbs.h"

namespace studylab::desk {
namespace {

using table::Field;
using table::Shape;

std::span<Field const> fields_of(LookKind look) {
  switch (look) {
    case LookKind::incident: return table::incident;
    case LookKind::environments: return table::environments;
    case LookKind::environment: return table::environment;
    case LookKind::operations: return table::operations;
    case LookKind::operation: return table::operation_look;
    case LookKind::routes: return table::routes;
    case LookKind::route: return table::route;
    case LookKind::releases: return table::releases;
    case LookKind::release: return table::release;
    case LookKind::artifacts: return table::artifacts;
    case LookKind::artifact: return table::artifact;
    case LookKind::allocations: return table::allocations;
    case LookKind::allocation: return table::allocation_look;
    case LookKind::edges: return table::edges;
    case LookKind::edge: return table::edge;
    case LookKind::snapshot: return table::snapshot;
    case LookKind::sessions: return table::sessions;
    case LookKind::databases: return table::databases;
    case LookKind::database: return table::database;
    case LookKind::hosts: return table::hosts;
    case LookKind::host: return table::host;
    case LookKind::quorum: return table::quorum;
    case LookKind::providers: return table::providers;
    case LookKind::provider: return table::provider;
    case LookKind::bindings: return table::bindings;
    case LookKind::errors: return table::errors;
    case LookKind::status: return table::status;
    case LookKind::logs: return table::logs;
    case LookKind::gate:
    case LookKind::backups:
    case LookKind::consumers:
    case LookKind::plan:
    case LookKind::regions: return {};
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

void put_look(std::string& out, std::string_view usage, std::span<Field const> fields) {
  out += fmt::format("\n## `{}`\n\n| field | |\n|---|---|\n", usage);
  put_table(out, fields, "");
}

std::string usage_of(LookKind look) {
  auto const words =
      look == LookKind::logs ? std::string{"logs"} : "show " + std::string{to_text(look)};
  auto const* row = language::find_verb(words);
  return row == nullptr ? words : std::string{row->usage};
}

}  // namespace

std::vector<DocumentedField> documented_fields(LookKind look) { return collected(fields_of(look)); }
std::vector<DocumentedField> documented_plan_fields() { return collected(table::plan); }
std::vector<DocumentedField> documented_done_fields() { return collected(table::done); }

std::string looks_markdown() {
  std::string out =
      "# What each look prints\n\n"
      "Made from the code (`src/lab/desk/look_fields.cpp`); a test holds the looks to it.\n\n"
      "Every object that has values of its own has `entry` beside them: the entry of the platform "
      "chain\n"
      "that they come from, and what a `--ref` may point to once it was printed. Values of another "
      "entry\n"
      "stand in an object of their own. `as_of` is the chain's newest entry with its age; it is no "
      "value\n"
      "of the look. What is absent is `null`. Durations and times are written as they are typed. A "
      "look\n"
      "for which this platform has no noun is refused `nothing_of_this_kind`.\n";
  for (std::uint32_t n = 0; n < enum_size<LookKind>; ++n) {
    auto const look = static_cast<LookKind>(n);
    if (auto const fields = fields_of(look); !fields.empty()) put_look(out, usage_of(look), fields);
  }
  put_look(out, "HOLD or REPAIR --plan", table::plan);
  put_look(out, "HOLD, REPAIR or RECORD", table::done);
  return out;
}

}  // namespace studylab::desk
