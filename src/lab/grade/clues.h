#pragma once

#include "lab/grade/run.h"

namespace studylab::grade {

// Whether the fact is so, by all that the chain shows so far.
bool holds(Run const& run, drill::ClueKind fact);

// Whether this entry of the platform shows it. A clue has several carriers: another fact counts
// where, in every world of the drill, it holds only with the clue.
bool carries(Run const& run, drill::ClueKind fact, FactEntry const& entry);

// Notes which of the answer key's clues this query, check or wait has shown.
void watch(Run& run, FactEntry const& entry, Queried const& queried);
void watch(Run& run, FactEntry const& entry, Checked const& checked);
void watch(Run& run, FactEntry const& entry, Waited const& waited);

// When the operator was first shown it; none: never.
EntryId first_shown(ClueSeen const& clue);

// Whether an entry that a command at `by` refers to shows a clue: a query that had shown one by
// then, or an entry that carries one which had been shown.
bool is_clue(Run const& run, EntryId ref, EntryId by);
bool any_clue(Run const& run, std::vector<EntryId> const& refs, EntryId by);

}  // namespace studylab::grade
