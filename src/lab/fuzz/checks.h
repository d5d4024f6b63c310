#pragma once

#include <string>
#include <vector>

#include "lab/fuzz/fuzz_run.h"

// What must hold for every run, for every operator and under every fault.
namespace studylab::fuzz {

struct Violation {
  std::string rule;  // of the invariant; `chain` or `replay` if the record itself is at fault
  std::string what;
};

// Invariants of the platform chain, the lab's own counts, table edits that were not found.
std::vector<Violation> rule_violations(Scenario const& scenario, FinishedRun const& run);

// Both chains verify, and the same lines under the same faults give the same heads.
std::vector<Violation> record_violations(Scenario const& scenario, FinishedRun const& run);

}  // namespace studylab::fuzz
