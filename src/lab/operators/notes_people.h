#pragma once

#include <string>

#include "lab/operators/notes_answer.h"

namespace studylab::lab {

// The latest repair that the app owner was asked for.
struct PeopleNotes {
  std::string notice;   // empty: none was asked for
  std::string repair;   // what to repair: `binding`
  std::string answer;   // the entry of the owner's answer; empty: none yet
  std::string release;  // that the owner supplied

  void take(AnswerRead const& read);
  void take_done(AnswerRead const& read, Record const& row);
};

}  // namespace studylab::lab
