#pragma once

#include <optional>
#include <vector>

#include "lab/grade/grade.h"
#include "lab/grade/run.h"

namespace studylab::grade {

// How a repair is graded, by its results.
enum class Verdict : std::uint8_t {
  accepted,     // it reached a repair of the answer key, or repaired what was broken when named
  in_progress,  // it leads to one, and did not reach it
  needless,     // what it acted on was healthy, or nothing was found
  unaccepted,   // the answer key has no such repair
  outside,      // its object is not the incident's
  too_wide,     // it acts wider than the accepted repair that it carries out
};

struct Judged {
  RepairAct const* act = nullptr;
  Verdict verdict = Verdict::unaccepted;
  AcceptedRepair const* repair = nullptr;  // that it reached or leads to; nullptr: none
  Healthy healthy = Healthy::no_fault;     // of a needless one
};

struct Outcomes {
  std::vector<Judged> repairs;             // one for each repair, in their order
  RepairAct const* taken = nullptr;        // the first that reached a repair which holds at the end
  AcceptedRepair const* repair = nullptr;  // that repair, or what was waited for; nullptr: none
  // The fact that was waited for, where that is an accepted repair; none: a repair was taken, or
  // the fact did not come in time.
  EntryId waited;
  Shortfall lacked;  // why no repair counts as reached although its result came about
  // Why the incident is not resolved; empty: it is.
  std::vector<Unmet> unresolved;
  // Where the key allows it, after every team that it requires to ask has answered.
  bool handed_over = false;
};

bool nothing_to_repair(AnswerKey const& key);
// Whether an accepted repair was reached, by a command or by waiting.
inline bool is_reached(Outcomes const& outcomes) { return outcomes.repair != nullptr; }

Outcomes evaluate(Run const& run, AnswerKey const& key);

}  // namespace studylab::grade
