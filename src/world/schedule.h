#pragma once

#include <optional>
#include <string>
#include <vector>

#include "world/change.h"

namespace studylab::world {

// Faults of the infrastructure, for fuzzing; all off by default. A world that draws them takes its
// random numbers from Random{seed, "schedule/…"}.
struct Schedule {
  Permille loss;  // of messages between components
  Permille duplicate;
  Permille reorder;  // delayed past later messages, up to a second
  // Of program starts: for up to 60 s the program fails every request and its probe.
  Permille slow_start;
  // `after_entry`: right after that platform entry is appended, before its effects; then `at` has
  // no meaning.
  struct Crash {
    std::string component;  // as in ProcessCrash
    std::optional<EntryId> after_entry;
    Instant at;
    Duration down{};
  };
  std::vector<Crash> crashes;
  // A link loses every message.
  struct Cut {
    std::string from, to;
    Instant at;
    Duration length{};
  };
  std::vector<Cut> cuts;
  struct Tamper {
    EdgeId edge;
    RouteKey route;
    ReleaseId release;
    Instant at;
  };
  std::vector<Tamper> tampers;
  struct TornWrite {
    EdgeId edge;
    Instant at;
  };
  std::vector<TornWrite> torn;
  // The component's clock is ahead of the others', in every report and wherever it compares its
  // clock with an instant that it was given. Negative: behind.
  struct Skew {
    std::string component;  // as in ProcessCrash
    Duration ahead{};
  };
  std::vector<Skew> skews;
  // What goes wrong in the route log and in snapshot services.
  std::vector<WorldChange> routes;
};

}  // namespace studylab::world
