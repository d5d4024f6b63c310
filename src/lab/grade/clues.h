#pragma once

#include "lab/grade/run.h"

// Which of the answer key's clues the run showed, and when.
namespace studylab::grade {

// Notes which of the clues this entry has shown: a query, a check, or a wait for the symptom to go.
void watch(Run& run, FactEntry const& entry);

// The first query that showed it to the operator; none: no query did.
EntryId first_shown(ClueSeen const& clue);

// The clues that were not shown before the first repair (before the end, if nothing was repaired).
std::vector<Clue const*> clues_missed(Run const& run);

// Whether an entry that a command at `by` refers to shows a clue: a query that had shown one by
// then, or half of one whose other half was shown by then too, or an entry that carries one which
// had been shown.
bool is_clue(Run const& run, EntryId ref, EntryId by);
bool any_clue(Run const& run, std::vector<EntryId> const& refs, EntryId by);

}  // namespace studylab::grade
