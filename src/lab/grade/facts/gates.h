#pragma once

#include <cstdint>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of gates: what edges reported of the requests that wait for the incident's
// environment.
namespace studylab::grade {

struct Gates {
  Instant last_refused{};   // end of the latest report with a refused or expired one; zero: none
  Duration refused_time{};  // during which one edge at least refused requests
  Instant refused_counted_until{};
  std::vector<EntryId> at_bound;  // reports of a bound that was reached
};

void see_gate(Run& run, FactEntry const& entry, GateReported const& fact);

// Whether requests were refused or expired lately.
bool refused_lately(Run const& run, Instant now);

// A gate of the incident's environment reached a bound, and held no more than that. Carrier:
// GateReported of one.
extern Clue const gate_full;

}  // namespace studylab::grade
