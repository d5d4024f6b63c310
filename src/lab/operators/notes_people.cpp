#include "lab/operators/notes_people.h"

#include "lab/operators/answer_texts.h"

namespace studylab::lab {

void PeopleNotes::take(AnswerRead const& read) {
  read.data.each("notices", [&](Record const& row) {
    if (row.word("id") != notice) return;
    auto const answered = row.in("answer");
    if (answered.empty()) return;
    answer = answered.text("entry");
    release = answered.text("release");
  });
}

void PeopleNotes::take_done(AnswerRead const& read, Record const& row) {
  bool const asked = read.line.find("--repair") != std::string_view::npos;
  if (row.word("fact") != "OwnerNotified" || !asked) return;
  notice = row.word("notice");
  repair = word_after(read.line, "--repair");
  answer.clear();
}

}  // namespace studylab::lab
