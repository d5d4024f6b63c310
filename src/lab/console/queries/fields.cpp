#include "lab/console/queries/fields.h"

#include <fmt/format.h>

#include "command_language/verbs.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using Shape = Described::Shape;

void collect(std::vector<DocumentedField>& out, std::string const& before,
             Described const& fields) {
  for (auto const& field : fields.described()) {
    auto const path = before + std::string{field.name};
    switch (field.shape) {
      case Shape::value: out.push_back({path, field.meaning}); break;
      case Shape::row: collect(out, path + ".", *field.within); break;
      case Shape::rows: collect(out, path + "[].", *field.within); break;
    }
  }
}

std::vector<DocumentedField> collected(Described const& fields) {
  std::vector<DocumentedField> out;
  collect(out, "", fields);
  return out;
}

void put_table(std::string& out, Described const& fields, std::string const& before) {
  for (auto const& field : fields.described()) {
    auto const path = before + std::string{field.name};
    auto const* mark = field.shape == Shape::rows ? "[]" : "";
    out += fmt::format("| `{}{}` | {} |\n", path, mark, field.meaning);
    if (field.within != nullptr) put_table(out, *field.within, path + mark + ".");
  }
}

void put_query(std::string& out, std::string_view usage, Described const& fields) {
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
  return collected(table_of(query).sections());
}
std::vector<DocumentedField> documented_plan_fields() { return collected(plan_sections()); }
std::vector<DocumentedField> documented_done_fields() { return collected(done_sections()); }

namespace {

constexpr std::string_view introduction =
    R"(# What each query returns

Generated from the tables in `src/lab/console/queries/`. A test compares this page with the code,
and the code with the answers. To write the page again, run
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
    put_query(out, usage_of(query), table_of(query).sections());
  }
  put_query(out, "HOLD or REPAIR --plan", plan_sections());
  put_query(out, "HOLD, REPAIR or RECORD", done_sections());
  return out;
}

}  // namespace studylab::console
