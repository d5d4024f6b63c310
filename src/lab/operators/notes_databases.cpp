#include "lab/operators/notes_databases.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {
namespace {

void take_database(DatabaseNotes& notes, AnswerRead const& answer) {
  auto const* database = fields::part(answer.data, "database");
  if (database == nullptr || fields::text(*database, "environment") != answer.alert.environment) {
    return;
  }
  if (auto const* schema = fields::part(*database, "schema")) {
    notes.schema = fields::number(*schema, "version");
  }
  if (answer.data.if_contains("migrations") == nullptr) return;
  notes.queried = answer.entry;
  fields::each(answer.data, "migrations", [&](fields::object const& row) {
    notes.migration_entry = fields::text(row, "entry");
  });
}

}  // namespace

void DatabaseNotes::take(AnswerRead const& answer) {
  auto const* row = fields::part(answer.data, "environment");
  if (row != nullptr && fields::text(*row, "name") == answer.alert.environment) {
    queried_environment = answer.entry;
    name = fields::text(*row, "database");
  }
  take_database(*this, answer);
}

}  // namespace studylab::lab
