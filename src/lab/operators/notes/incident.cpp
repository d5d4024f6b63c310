#include "lab/operators/notes/incident.h"

#include "lab/operators/answer_texts.h"

namespace studylab::lab {

void IncidentNotes::take(AnswerRead const& answer) {
  if (auto const shown = answer.data.in("symptom"); !shown.empty()) {
    symptom = shown.flag("present");
    symptom_entry = answer.entry;
  }
  if (auto const affected = answer.data.in("affected"); !affected.empty()) {
    users = affected.whole("users");
    minutes = affected.whole("minutes");
  }
  answer.data.each("holds", [&](Record const& row) {
    if (row.word("kind") != "freeze" || row.word("environment") != answer.alert.environment) {
      return;
    }
    hold = row.word("id");
    froze = true;
  });
}

void IncidentNotes::take_done(AnswerRead const& answer, Record const& row) {
  auto const fact = row.word("fact");
  bool const ours = row.word("environment") == answer.alert.environment;
  if (fact == "EnvironmentFrozen" && ours) {
    hold = row.word("hold");
    froze = true;
  }
  if (fact == "EnvironmentUnfrozen" && ours) hold.clear();
  if (fact == "Classified") fault_class = word_after(answer.line, "classify");
  if (fact == "ImpactStated") impact_stated = true;
}

}  // namespace studylab::lab
