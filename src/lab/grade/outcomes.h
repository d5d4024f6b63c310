#pragma once

#include <optional>
#include <vector>

#include "lab/grade/run.h"

namespace studylab::grade {

// What a repair was, by what it left.
enum class Verdict : std::uint8_t {
  accepted,     // it reached an outcome of the sheet
  in_progress,  // it leads to one, and is not there, or another act got there
  needless,     // what it repaired was well, or nothing was found
  unaccepted,   // the sheet has no such repair
  oversize,     // its object is not the incident's
};

struct Judged {
  RepairAct const* act = nullptr;
  Verdict verdict = Verdict::unaccepted;
  drill::RepairOutcome outcome = drill::RepairOutcome::nothing;  // that it reached or leads to
};

struct Outcomes {
  std::vector<Judged> repairs;       // one a repair, in their order
  RepairAct const* taken = nullptr;  // the first that reached an accepted outcome
  drill::RepairOutcome repair = drill::RepairOutcome::nothing;  // that outcome
  bool resolved = false;
  bool handed_over = false;
};

bool nothing_to_repair(drill::AnswerKey const& key);

Outcomes judge(Run const& run, drill::AnswerKey const& key);

// The repair whose own steps are due: the one that was taken, else the last that leads to an
// accepted outcome; none: no such repair was begun.
std::optional<drill::RepairOutcome> repair_begun(Outcomes const& outcomes);

}  // namespace studylab::grade
