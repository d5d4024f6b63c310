#include "lab/operators/notes_people.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void PeopleNotes::take(AnswerRead const& read) {
  fields::each(read.data, "notices", [&](fields::object const& row) {
    auto const* answered = fields::part(row, "answer");
    if (answered == nullptr) return;
    if (fields::text(row, "id") == team_notice) team_answer = fields::text(*answered, "entry");
    if (fields::text(row, "id") != notice) return;
    answer = fields::text(*answered, "entry");
    release = fields::text(*answered, "release");
  });
}

void PeopleNotes::take_done(AnswerRead const& read, boost::json::object const& row) {
  auto const asked_team = fields::word_after(read.line, "escalate");
  // The others only answer a question.
  bool const acts = asked_team == "security" || asked_team == "capacity";
  if (fields::text(row, "fact") == "TeamEscalated" && acts) {
    team = asked_team;
    team_notice = fields::text(row, "notice");
    team_answer.clear();
  }
  bool const asked = read.line.find("--repair") != std::string_view::npos;
  if (fields::text(row, "fact") != "OwnerNotified" || !asked) return;
  notice = fields::text(row, "notice");
  repair = fields::word_after(read.line, "--repair");
  answer.clear();
}

}  // namespace studylab::lab
