#pragma once

#include <cstdint>
#include <string>

#include "lab/operators/notes_answer.h"

namespace studylab::lab {

// The snapshots of the alert's edge that were ordered or shown.
struct SnapshotNotes {
  std::uint32_t ordered = 0;  // answers to `snapshot EDGE`
  std::uint32_t checked = 0;  // answers to `verify EDGE`
  // Of the latest one; the verdict is `unverified` until it was checked, and empty without one.
  std::string source, verdict, verdict_entry;
  std::uint64_t sequence = 0;
  std::string good_entry;  // the latest check that found one good

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
