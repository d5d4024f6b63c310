#include "lab/operators/notes/operations.h"

#include "model/enums.h"

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

bool is_under_way(Record const& row) {
  auto const reached = parse_enum<Stage>(row.in("stage").word("stage"));
  return reached && !ended(*reached);
}

void take_list(OperationNotes& notes, AnswerRead const& answer) {
  notes.listed = answer.entry;
  notes.elsewhere.clear();
  answer.data.each("operations", [&](Record const& row) {
    bool const own = row.word("environment") == answer.alert.environment ||
                     row.word("id") == answer.alert.operation;
    if (!own && is_under_way(row)) notes.elsewhere.insert(row.text("id"));
  });
}

}  // namespace

void OperationNotes::take(AnswerRead const& answer) {
  if (auto const row = answer.data.in("operation"); !row.empty()) {
    take_row(*this, row);
    shown.insert(row.text("id"));
    if (row.word("id") == answer.alert.operation) {
      queried = answer.entry;
      ++queries;
    }
  }
  answer.data.each("operations", [&](Record const& row) { take_row(*this, row); });
  if (answer.line == "show operations") take_list(*this, answer);
}

void OperationNotes::take_done(AnswerRead const& answer, Record const& row) {
  auto const fact = row.word("fact");
  if (fact != "OperationRequested" && fact != "OperationRetried") return;
  requested.push_back(
      {std::string{answer.line.substr(0, answer.line.find(' '))}, row.text("operation")});
}

}  // namespace studylab::lab
