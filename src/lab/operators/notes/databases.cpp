#include "lab/operators/notes/databases.h"

namespace studylab::lab {
namespace {

void take_database(DatabaseNotes& notes, AnswerRead const& answer) {
  auto const database = answer.data.in("database");
  if (database.empty() || database.word("environment") != answer.alert.environment) return;
  if (auto const schema = database.in("schema"); !schema.empty()) {
    notes.schema = schema.whole("version");
  }
  if (!answer.data.contains("migrations")) return;
  notes.queried = answer.entry;
  answer.data.each("migrations",
                   [&](Record const& row) { notes.migration_entry = row.text("entry"); });
}

}  // namespace

void DatabaseNotes::take(AnswerRead const& answer) {
  auto const row = answer.data.in("environment");
  if (!row.empty() && row.word("name") == answer.alert.environment) {
    queried_environment = answer.entry;
    name = row.word("database");
  }
  take_database(*this, answer);
}

}  // namespace studylab::lab
