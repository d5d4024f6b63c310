#include "lab/operators/notes/wakes.h"

namespace studylab::lab {
namespace {

void take_allocation(WakeNotes& notes, Record const& row) {
  notes.placed = true;
  notes.digest = row.text("digest");
  auto const stage = row.in("stage");
  if (stage.empty()) return;
  auto const reached = stage.word("stage");
  if (reached == "ready") notes.ready = stage.text("entry");
  if (reached != "failed") return;
  notes.failed = stage.text("entry");
  notes.failed_at = stage.text("failed_at");
}

// An attempt without an allocation found no slot.
void take_attempt(WakeNotes& notes, Record const& row) {
  if (!row.has("allocation")) notes.unplaced = row.text("entry");
}

}  // namespace

void WakeNotes::take(AnswerRead const& answer) {
  if (answer.data.in("operation").word("id") == answer.alert.operation) {
    answer.data.each("allocations", [&](Record const& row) { take_allocation(*this, row); });
    answer.data.each("attempts", [&](Record const& row) { take_attempt(*this, row); });
  }
  if (answer.line.starts_with("show gate ")) gate_queried = answer.entry;
}

void WakeNotes::take_done(AnswerRead const& answer, Record const& row) {
  bool const tries = answer.line.starts_with("retry ") || answer.line.starts_with("wake ");
  if (tries) retried = answer.entry;
  bool const ours = row.word("environment") == answer.alert.environment;
  bool const asked = answer.line.find("--repair") != std::string_view::npos;
  if (row.word("fact") == "OwnerNotified" && ours && !asked) informed = answer.entry;
}

}  // namespace studylab::lab
