#include "lab/operators/notes/errors.h"

namespace studylab::lab {
namespace {

using namespace std::chrono_literals;

void take_observation(ErrorNotes& notes, Instant alert, Record const& row) {
  auto const from = row.time("from");
  bool const over = row.flag("over");
  bool const since_alert = from && *from >= alert;
  // Edges end an observation at every whole 10 s; one that restarts begins another in between, and
  // its errors may be those that the alert is about.
  auto const later = alert - alert.time_since_epoch() % 10s + 10s;
  if (from && *from >= later && over) notes.over_since_alert = true;
  if (since_alert && !over) notes.calm_entry = row.text("entry");
  if (over) notes.failing_entry = row.text("entry");
}

}  // namespace

void ErrorNotes::take(AnswerRead const& answer) {
  auto const declared = answer.data.in("threshold");
  if (declared.empty() || declared.word("environment") != answer.alert.environment) return;
  queried = answer.entry;
  answer.data.each("observations",
                   [&](Record const& row) { take_observation(*this, answer.alert.at, row); });
}

}  // namespace studylab::lab
