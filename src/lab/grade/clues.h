#pragma once

#include "lab/grade/run.h"

namespace studylab::grade {

// Whether the fact stands, by all that the chain says so far.
bool holds(Run const& run, drill::ClueKind fact);

// Whether this entry of the platform shows it.
bool carries(Run const& run, drill::ClueKind fact, FactEntry const& entry);

// Notes which of the sheet's tells this look, or this check, has shown.
void watch(Run& run, FactEntry const& entry, Queried const& queried);
void watch(Run& run, FactEntry const& entry, Checked const& checked);

// When the operator was first shown it; none: never.
EntryId first_shown(ClueSeen const& clue);

// Whether an entry that a command at `by` refers to is a telling one: a look that had shown a tell
// by then, or an entry that carries a tell which had been shown.
bool is_clue(Run const& run, EntryId ref, EntryId by);
bool any_clue(Run const& run, std::vector<EntryId> const& refs, EntryId by);

}  // namespace studylab::grade
