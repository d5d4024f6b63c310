#include "lab/operators/notes_operations.h"

namespace studylab::lab {
namespace {

void take_row(OperationNotes& notes, Record const& row) {
  auto const stage = row.in("stage");
  if (stage.empty()) return;
  auto const id = row.text("id");
  notes.entries[id] = stage.text("entry");
  auto const reached = parse_enum<Stage>(stage.word("stage"));
  if (!reached || !ended(*reached)) return;
  notes.ended[id] = stage.text("entry");
  if (*reached == Stage::failed) notes.failed.insert(id);
}

}  // namespace

void OperationNotes::take(AnswerRead const& answer) {
  if (auto const row = answer.data.in("operation"); !row.empty()) {
    take_row(*this, row);
    if (row.word("id") == answer.alert.operation) {
      queried = answer.entry;
      ++queries;
    }
  }
  answer.data.each("operations", [&](Record const& row) { take_row(*this, row); });
}

void OperationNotes::take_done(AnswerRead const& answer, Record const& row) {
  auto const fact = row.word("fact");
  if (fact != "OperationRequested" && fact != "OperationRetried") return;
  requested.push_back(
      {std::string{answer.line.substr(0, answer.line.find(' '))}, row.text("operation")});
}

}  // namespace studylab::lab
