#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The symptom, and what the operator has stated and holds.
struct IncidentNotes {
  std::optional<bool> symptom;  // present, as last seen
  std::string symptom_entry;    // of the query that printed it
  std::optional<std::uint64_t> users, minutes;
  std::string fault_class;  // in force
  std::string hold;         // the freeze's; empty: none in force
  bool froze = false;
  bool impact_stated = false;

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, Record const& row);
};

}  // namespace studylab::lab
