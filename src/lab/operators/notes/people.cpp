#include "lab/operators/notes/people.h"

#include "lab/operators/answer_texts.h"

namespace studylab::lab {

void PeopleNotes::take(AnswerRead const& read) {
  read.data.each("notices", [&](Record const& row) {
    auto const answered = row.in("answer");
    if (answered.empty()) return;
    if (row.word("id") == team_notice) team_answer = answered.text("entry");
    if (row.word("id") != notice) return;
    answer = answered.text("entry");
    release = answered.text("release");
  });
}

void PeopleNotes::take_done(AnswerRead const& read, Record const& row) {
  auto const asked_team = word_after(read.line, "escalate");
  // The others only answer a question.
  bool const acts = asked_team == "security" || asked_team == "capacity";
  if (row.word("fact") == "TeamEscalated" && acts) {
    team = asked_team;
    team_notice = row.word("notice");
    team_answer.clear();
  }
  bool const asked = read.line.find("--repair") != std::string_view::npos;
  if (row.word("fact") != "OwnerNotified" || !asked) return;
  notice = row.word("notice");
  repair = word_after(read.line, "--repair");
  answer.clear();
}

}  // namespace studylab::lab
