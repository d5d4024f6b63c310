#include "lab/operators/notes_incident.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void IncidentNotes::take(AnswerRead const& answer) {
  if (auto const* shown = fields::part(answer.data, "symptom")) {
    symptom = fields::yes(*shown, "present");
    symptom_entry = answer.entry;
  }
  if (auto const* affected = fields::part(answer.data, "affected")) {
    users = fields::number(*affected, "users");
    minutes = fields::number(*affected, "minutes");
  }
  fields::each(answer.data, "holds", [&](fields::object const& row) {
    if (fields::text(row, "kind") != "freeze" ||
        fields::text(row, "environment") != answer.alert.environment) {
      return;
    }
    hold = fields::text(row, "id");
    froze = true;
  });
}

void IncidentNotes::take_done(AnswerRead const& answer, boost::json::object const& row) {
  auto const fact = fields::text(row, "fact");
  bool const ours = fields::text(row, "environment") == answer.alert.environment;
  if (fact == "EnvironmentFrozen" && ours) {
    hold = fields::text(row, "hold");
    froze = true;
  }
  if (fact == "EnvironmentUnfrozen" && ours) hold.clear();
  if (fact == "Classified") fault_class = fields::word_after(answer.line, "classify");
  if (fact == "ImpactStated") impact_stated = true;
}

}  // namespace studylab::lab
