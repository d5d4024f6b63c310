#pragma once

#include <utility>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of commands: which acted, and which were refused.
namespace studylab::grade {

struct RefusedAct {
  EntryId entry;
  CommandRefused const* refused = nullptr;
  EntryId changed;  // the latest entry before it that changed something
};

struct Commands {
  std::vector<RefusedAct> refusals;
  std::vector<EntryId> without_reason;  // holds and repairs with no --because
  std::vector<std::pair<EntryId, HintGiven const*>> hints;
  EntryId first_attempt;  // the first repair, refused or not
  EntryId first_repair;   // the first that was carried out
  EntryId last_act;       // the last hold or repair carried out
  EntryId changed;        // the latest entry that changed something
};

// A hold or a repair that was carried out.
void note_act(Run& run, FactEntry const& entry, Act const& act);
void refuse(Run& run, FactEntry const& entry, CommandRefused const& fact);
// A query, a note or a report of a state changes nothing.
void note_change(Run& run, FactEntry const& entry);

}  // namespace studylab::grade
