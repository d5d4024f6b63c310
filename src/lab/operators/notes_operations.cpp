#include "lab/operators/notes_operations.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {
namespace {

void take_row(OperationNotes& notes, fields::object const& row) {
  auto const* stage = fields::part(row, "stage");
  if (stage == nullptr) return;
  notes.entries[std::string{fields::text(row, "id")}] = fields::text(*stage, "entry");
}

}  // namespace

void OperationNotes::take(AnswerRead const& answer) {
  if (auto const* row = fields::part(answer.data, "operation")) {
    take_row(*this, *row);
    if (fields::text(*row, "id") == answer.alert.operation) {
      queried = answer.entry;
      ++queries;
    }
  }
  fields::each(answer.data, "operations", [&](fields::object const& row) { take_row(*this, row); });
}

void OperationNotes::take_done(AnswerRead const& answer, boost::json::object const& row) {
  auto const fact = fields::text(row, "fact");
  if (fact != "OperationRequested" && fact != "OperationRetried") return;
  requested.push_back({std::string{answer.line.substr(0, answer.line.find(' '))},
                       std::string{fields::text(row, "operation")}});
}

}  // namespace studylab::lab
