#include "lab/operators/notes_allocations.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void AllocationNotes::take(AnswerRead const& answer) {
  if (answer.data.if_contains("allocations") == nullptr) return;
  queried = answer.entry;
  ready_entry.clear();
  ended_entry.clear();
  fields::each(answer.data, "allocations", [&](fields::object const& row) {
    auto const* stage = fields::part(row, "stage");
    if (stage == nullptr || fields::text(row, "environment") != answer.alert.environment) return;
    if (fields::text(*stage, "stage") == "ready") ready_entry = fields::text(*stage, "entry");
    if (fields::text(*stage, "failed_at") == "ready") ended_entry = fields::text(*stage, "entry");
  });
}

}  // namespace studylab::lab
