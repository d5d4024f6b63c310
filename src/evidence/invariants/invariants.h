#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "model/lab_facts.h"

namespace studylab::evidence {

// What must hold in every platform chain, whatever the operator did and whatever failed. Each
// invariant has the id of the rule that it checks. A build that leaves out the guard of a rule
// breaks exactly the invariant of that rule.
//
// clang-format off
// BD1   While an environment is frozen, only a forward fix moves its route owner.
// BD4   An owner moves by compare-and-swap: epoch and sequence grow by one, from the last owner.
//       An allocation runs the digest that was planned.
// BDN1  A rollback moves to a release that its environment has run.
// BDN3  A rollback moves an owner only on the verdict `compatible`, and the recorded facts agree.
// RG1   An edge in a gap answers requests only as the gap policy in force there allows.
// RG2   An edge resumes from a snapshot that is not older than what it has seen, signed with a key
//       of a control plane.
// RG3   An edge's table has each key that the ledger has at the sequence that the edge reports as
//       applied.
// RG4   An edge resumes only if its consumer is at the snapshot's sequence.
// RGN3  A gap ends only with a new baseline.
// RGN1  An edge's table is the ledger's at the sequence that the edge reports as applied. The edge
//       resumes only at the sequence after a snapshot that it found good.
// SW3   At most one wake of an environment is open.
// SW4   No request waits at a gate longer than its class may, or than the wake's budget. No attempt
//       of a wake begins after its budget.
// SWN1  No gate holds more requests, other than safe ones, than its environment declared.
// SWN2  A wake makes at most the declared number of attempts, one after another, and begins by
//       itself only if none gave up before. No allocation is placed on a host without a free slot.
// SWN3  An allocation is ready only if its own readiness probe has passed. A wake is hot only if an
//       allocation is ready.
// HU4   No drain's deadline is shorter than an environment on its host declares.
// HU5   Only a host without allocations is rebuilt, and it then runs its declared image.
// HU6   A host is uncordoned after a postcheck that passed in the last five minutes. A cordon of
//       this run needs none before an allocation has left the host.
// HUN1  A drain that ended well accounts for every session; only its deadline cuts one.
// HUN2  No drain begins that leaves an environment with fewer ready allocations than its quorum, or
//       while another drain moves allocations of the same environment.
// HUN3  No host is rebuilt with drift that was found and not recorded.
// DR1   A restore runs only from a plan.
// DR2   A copy is made only under a fence in force, and under it no write is taken.
// DR4   After a restore, writers are let in only if the route's owner fits the schema.
// DRN1  After its owner moved under a fence, writers are let in only if no damage is left.
// DRN2  A copy has only data of its own environment.
// DRN3  Every event past a restore point has its effect once, before writers are let in.
// PO3   No promotion's gates are checked while a provider that it needs is not healthy. No job or
//       migration begins while its environment is paused.
// PO4   No status names a provider that its environment does not use.
// PO5   A database fails over only with a fresh proof of its replica, its lag and the old fence.
// PON1  No error is called the app's while calls of one of its bindings fail.
// PON2  A database fails over only to a region with fresh proofs of runtime, secrets and artifacts.
// PON3  A credential is replaced only if a report shows that it is at fault.
// OP3   An operation moves the owner at most once in each attempt.
// clang-format on
//
// Other checks cover what the platform chain does not record: the lab counts answers by a release
// that did not own the key (RGN2) and requests to an allocation without a passed probe (SWN3), and
// the fault schedule knows what it wrote into a table (BDN2).
struct Violation {
  std::string_view rule;
  EntryId entry;
  std::string what;
};

std::vector<Violation> violations(std::span<FactEntry const> platform);

}  // namespace studylab::evidence
