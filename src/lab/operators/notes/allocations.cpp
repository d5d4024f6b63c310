#include "lab/operators/notes/allocations.h"

namespace studylab::lab {

void AllocationNotes::take(AnswerRead const& answer) {
  // Those of one operation are not all that the environment has.
  if (!answer.data.contains("allocations") || answer.data.contains("operation")) return;
  queried = answer.entry;
  ready_entry.clear();
  ended_entry.clear();
  answer.data.each("allocations", [&](Record const& row) {
    auto const stage = row.in("stage");
    if (stage.empty() || row.word("environment") != answer.alert.environment) return;
    if (stage.word("stage") == "ready") ready_entry = stage.text("entry");
    if (stage.word("failed_at") == "ready") ended_entry = stage.text("entry");
  });
}

}  // namespace studylab::lab
