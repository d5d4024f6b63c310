#pragma once

#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The latest repair that the app owner was asked for, and the latest escalation.
struct PeopleNotes {
  std::string notice;       // empty: none was asked for
  std::string repair;       // what to repair: `binding`
  std::string answer;       // the entry of the owner's answer; empty: none yet
  std::string release;      // that the owner supplied
  std::string team_notice;  // to a team that repairs something; empty: none was asked
  std::string team;         // that was asked: `security`
  std::string team_answer;  // the entry of its answer; empty: none yet

  void take(AnswerRead const& read);
  void take_done(AnswerRead const& read, Record const& row);
};

}  // namespace studylab::lab
