#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "model/lab_facts.h"

namespace studylab::evidence {

// What must hold in every platform chain, whatever was done and whatever broke. Each invariant
// bears the id of the rule that it shows; a guard taken out of the platform breaks exactly the one
// of its id.
//
// BD1   no promotion but a forward fix moves an owner while its environment is frozen
// BD4   an owner moves by compare-and-swap: epoch and sequence count up by one, from the owner that
// was;
//       what runs for it is the stored artifact's digest
// BDN1  a rollback brings a release that this environment has run
// BDN3  a rollback moves an owner only on the verdict `compatible`, which the recorded facts bear
// out RGN1  an edge's table is the ledger's at the sequence that it says it has applied, and it
// resumes only at
//       the sequence after a snapshot that it found good
// SWN3  an allocation is ready only on its probe's own evidence
// OP3   one operation completes once: no operation moves the owner twice in one attempt
// What cannot be read off the platform chain is held elsewhere: RGN2 by the lab's own count of
// answers by a release that did not own the key, SWN3 also by its count of requests that went to an
// allocation without a passed probe, BDN2 by what the schedule of faults put into a table.
struct Violation {
  std::string_view rule;
  EntryId entry;
  std::string what;
};

std::vector<Violation> violations(std::span<FactEntry const> platform);

}  // namespace studylab::evidence
