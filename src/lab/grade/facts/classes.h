#pragma once

#include "lab/grade/run.h"

// The subject of classes: what the operator stated about the fault.
namespace studylab::grade {

// The class in force at an entry; nullptr: none.
ClassSeen const* class_in_force_at(Run const& run, EntryId at);

// The class in force at this entry counts: the first repair that was attempted, or the run's end.
EntryId class_decided(Run const& run);

// The answer key's class, Classified and in force when the first repair is attempted (at the end,
// where there is none).
extern RequiredFact const class_in_force;

}  // namespace studylab::grade
