#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The snapshots of the alert's edge that were ordered or shown.
struct SnapshotNotes {
  std::uint32_t ordered = 0;  // answers to `snapshot EDGE`
  std::uint32_t checked = 0;  // answers to `verify EDGE`
  // Of the latest one; the verdict is `unverified` until it was checked, and empty without one.
  std::string source, verdict, verdict_entry;
  std::uint64_t sequence = 0;
  std::string good_entry;  // the latest check that found one good

  // Of the partition in which the edge has its gap; an edge may fetch snapshots of others as well.
  void take(AnswerRead const& answer, std::string_view partition);
};

}  // namespace studylab::lab
