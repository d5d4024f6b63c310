#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lab/drill/decoys.h"
#include "lab/drill/fault.h"
#include "lab/drill/setup.h"

// What the drills of each runbook are made of.
namespace studylab::drill {

// How large the expert's runs may be over a thousand seeds.
struct RunSize {
  std::uint64_t events_median = 0, events_largest = 0;
  std::uint64_t entries_median = 0, entries_largest = 0;
};

// One constant object in the runbook's folder.
struct RunbookDrawing {
  std::string_view id;  // as the drill file writes it
  // In the order in which error messages list them.
  std::span<FaultKind const* const> faults;
  std::span<Decoy const* const> decoys;
  std::span<SymptomKind const* const> symptoms;
  // Of the alert, beside {environment} and {route}; `draw` fills them in: {operation}.
  std::span<std::string_view const> placeholders;
  // Whether a host or a database of the incident can be checked; see LevelBounds::old_check.
  bool has_checks = false;
  // Its classes of which every drill has a variant; empty: all of them.
  std::span<FaultClass const> classes;
  // The goals of `studylab bench`: the expert's run of its drills is drawn, played and graded in
  // the time in which at most so many entries are hashed; and it is at most this large.
  std::uint32_t max_hashes_a_run = 6000;
  RunSize max_run_size{4000, 10'000, 800, 1800};
  // What a seed makes of a drill of this runbook; see `drill::draw`.
  DrawnRun (*draw)(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                   Topology topology) = nullptr;
};

// All of them. Defined in runbooks.cpp, in the library lab_runbooks: a test program can link its
// own.
std::span<RunbookDrawing const* const> runbooks();

// nullptr: no drill can practise the runbook.
RunbookDrawing const* find_runbook(std::string_view id);

}  // namespace studylab::drill
