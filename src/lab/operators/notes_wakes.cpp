#include "lab/operators/notes_wakes.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {
namespace {

void take_allocation(WakeNotes& notes, fields::object const& row) {
  notes.placed = true;
  notes.digest = fields::text(row, "digest");
  auto const* stage = fields::part(row, "stage");
  if (stage == nullptr) return;
  auto const reached = fields::text(*stage, "stage");
  std::string entry{fields::text(*stage, "entry")};
  if (reached == "ready") notes.ready = entry;
  if (reached != "failed") return;
  notes.failed = entry;
  notes.failed_at = fields::text(*stage, "failed_at");
}

// An attempt without an allocation found no slot.
void take_attempt(WakeNotes& notes, fields::object const& row) {
  if (fields::text(row, "allocation").empty()) notes.unplaced = fields::text(row, "entry");
}

}  // namespace

void WakeNotes::take(AnswerRead const& answer) {
  auto const* operation = fields::part(answer.data, "operation");
  if (operation != nullptr && fields::text(*operation, "id") == answer.alert.operation) {
    fields::each(answer.data, "allocations",
                 [&](fields::object const& row) { take_allocation(*this, row); });
    fields::each(answer.data, "attempts",
                 [&](fields::object const& row) { take_attempt(*this, row); });
  }
  if (answer.line.starts_with("show gate ")) gate_queried = answer.entry;
}

void WakeNotes::take_done(AnswerRead const& answer, boost::json::object const& row) {
  auto const fact = fields::text(row, "fact");
  bool const tries = answer.line.starts_with("retry ") || answer.line.starts_with("wake ");
  if (tries) retried = answer.entry;
  bool const ours = fields::text(row, "environment") == answer.alert.environment;
  bool const asked = answer.line.find("--repair") != std::string_view::npos;
  if (fact == "OwnerNotified" && ours && !asked) informed = answer.entry;
}

}  // namespace studylab::lab
