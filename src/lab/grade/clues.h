#pragma once

#include "lab/grade/run.h"

namespace studylab::grade {

// Whether the fact holds, by all entries up to now.
bool holds(Run const& run, drill::ClueKind fact);

// Whether this platform entry shows the clue. A clue has several carriers: another fact counts if,
// in every world of the drill, it holds only together with the clue.
bool carries(Run const& run, drill::ClueKind fact, FactEntry const& entry);

// Notes which of the answer key's clues this query, check or wait has shown.
void watch(Run& run, FactEntry const& entry, Queried const& queried);
void watch(Run& run, FactEntry const& entry, Checked const& checked);
void watch(Run& run, FactEntry const& entry, Waited const& waited);

// The first query that showed it to the operator; none: no query did.
EntryId first_shown(ClueSeen const& clue);

// Whether an entry that a command at `by` refers to shows a clue: a query that had shown one by
// then, or an entry that carries one which had been shown.
bool is_clue(Run const& run, EntryId ref, EntryId by);
bool any_clue(Run const& run, std::vector<EntryId> const& refs, EntryId by);

}  // namespace studylab::grade
