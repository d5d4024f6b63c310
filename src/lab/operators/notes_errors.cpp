#include "lab/operators/notes_errors.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {
namespace {

using namespace std::chrono_literals;

void take_observation(ErrorNotes& notes, Instant alert, fields::object const& row) {
  auto const from = parse_instant(fields::text(row, "from"));
  bool const over = fields::yes(row, "over");
  bool const since_alert = from && *from >= alert;
  // Edges end an observation at every whole 10 s; one that restarts begins another in between, and
  // its errors may be those that the alert is about.
  auto const later = alert - alert.time_since_epoch() % 10s + 10s;
  if (from && *from >= later && over) notes.over_since_alert = true;
  if (since_alert && !over) notes.calm_entry = fields::text(row, "entry");
  if (over) notes.failing_entry = fields::text(row, "entry");
}

}  // namespace

void ErrorNotes::take(AnswerRead const& answer) {
  auto const* declared = fields::part(answer.data, "threshold");
  if (declared == nullptr || fields::text(*declared, "environment") != answer.alert.environment) {
    return;
  }
  queried = answer.entry;
  fields::each(answer.data, "observations",
               [&](fields::object const& row) { take_observation(*this, answer.alert.at, row); });
}

}  // namespace studylab::lab
