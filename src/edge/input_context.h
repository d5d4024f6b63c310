#pragma once

#include <utility>

#include "base/check.h"
#include "edge/edge.h"
#include "model/facts.h"

namespace studylab::edge {

// What the parts of one `step` share. Every change of the journal goes through `append`, so that
// the returned records are all its changes.
struct InputContext {
  State& state;
  Instant now;
  Verifier const& verifier;
  Output& out;

  void append(JournalRecord record) {
    evolve(state.journal, record);
    out.journal.push_back(std::move(record));
  }

  Origin stamp() {
    state.memory.last_number = next(state.memory.last_number);
    return {state.process, state.journal.boot, state.memory.last_number, now};
  }

  // Reports a fact that must reach the ledger: it stays in the journal until acknowledged. Fills
  // its `edge` and `origin`.
  template <class F>
  void report(F fact) {
    fact.edge = state.id;
    fact.origin = stamp();
    auto const number = fact.origin.number;
    append(ReportQueued{state.journal.boot, number, Report{make_fact(std::move(fact))}});
  }
  // Reports counts and views, which a crash loses.
  template <class F>
  void report_soft(F fact) {
    fact.edge = state.id;
    fact.origin = stamp();
    auto const number = fact.origin.number;
    state.memory.reports.add(state.journal.boot, number, Report{make_fact(std::move(fact))});
  }

  Outcome refuse(RefusalCode code) {
    out.refusal = code;
    return Outcome::refused;
  }

  PartitionJournal const& journal(std::size_t index) const {
    return state.journal.partitions[index];
  }
  PartitionMemory& memory(std::size_t index) {
    STUDYLAB_CHECK(state.memory.partitions.size() == state.journal.partitions.size());
    return state.memory.partitions[index];
  }
  // The partition's place in journal and memory; none if the edge does not have it.
  std::optional<std::size_t> index_of(PartitionId partition) const {
    return state.journal.index_of(partition);
  }
};

// --- gaps and repairs (gap_repair.cpp) ---

// Marks the gap, or its new cause, and reports EdgeGapSeen.
void open_gap(InputContext& context, std::size_t index, GapCause cause);
// Recomputes every partition's checksum over the serving table. A difference is a gap.
void audit(InputContext& context);

// Begins a step of a repair, in place of any other repair of the partition.
// `control` is the control plane to fetch from; empty: the leading one.
void begin_fetch(InputContext& context, std::size_t index, Order order, std::uint32_t attempt,
                 std::string control = {});
void begin_resume(InputContext& context, std::size_t index, Order order, std::uint32_t attempt);
// Checks a fetched snapshot, reports SnapshotChecked, and stores the snapshot if it is good.
SnapshotVerdict check_fetched(InputContext& context, std::size_t index, Order order,
                              ReadSnapshot read);
// The partition has seen later events since its stored snapshot was found good, so the snapshot
// would take its table back. Reported as a check that finds it stale.
void drop_stale(InputContext& context, std::size_t index);
Outcome on(InputContext& context, SnapshotArrived const& arrived);
Outcome on(InputContext& context, SnapshotUnavailable const& unavailable);
Outcome on(InputContext& context, ConsumerOpened const& opened);
Outcome on(InputContext& context, ConsumerFailed const& failed);
// Handles the deadlines and back-offs that have passed.
void expire_repairs(InputContext& context);
// Starts the edge's own repair of each gap without another repair. Gives up after the last attempt.
void repair_gaps(InputContext& context);

// --- gates (gates.cpp) ---

// Adds or changes the gate of a route whose environment may sleep.
void declare_gate(State& state, RoutePolicy const& policy, Instant now);
// Informs every gate whether its route owner has a ready endpoint.
void refresh_gates(InputContext& context);
// Lets out what is due.
void advance_gates(InputContext& context);
// Reports the gates that had a request since their last report.
void report_gates(InputContext& context);
Outcome on(InputContext& context, GatesSeen const& seen);
Outcome on(InputContext& context, GateAsked const& asked);
Outcome on(InputContext& context, WakeStarted const& started);
Outcome on(InputContext& context, WakeEnded const& ended);

// --- commands (commands.cpp) ---

Outcome take_command(InputContext& context, EdgeCommand const& command);
Outcome on(InputContext& context, Pulled const& pulled);
// Caches the reply to an operation's repair once its last partition has ended.
void finish_order(InputContext& context, Order order);

}  // namespace studylab::edge
