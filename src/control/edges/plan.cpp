#include <fmt/format.h>

#include "control/edges/edges.h"
#include "control/plan_lines.h"

namespace studylab::control::edges {
namespace {

void repair_plan(State const& state, std::string const& name, Plan& plan) {
  auto const id = parse_id<EdgeId>(name);
  if (!id || !state.edges.contains(*id)) return;
  auto const& edge = at_key(state.edges, *id);
  for (auto const partition : partitions_to_repair(state, *id)) {
    RouteSequence applied;
    for (auto const& one : edge.applied) {
      if (one.partition == partition) applied = one.sequence;
    }
    add(plan, "new baseline",
        fmt::format("{}: {} has applied {}, the ledger is at {}", to_text(partition), name,
                    applied.value(), at_key(state.partitions, partition).last.value()),
        edge.observed_entry ? edge.observed_entry : edge.entry);
  }
}

void snapshot_lines(State const& state, std::string const& name, Plan& plan) {
  auto const id = parse_id<EdgeId>(name);
  if (!id || !state.edges.contains(*id)) return;
  for (auto const& [partition, snapshot] : at_key(state.edges, *id).snapshots) {
    add(plan, "snapshot",
        fmt::format("{} at {}: {}; next is {}", to_text(partition),
                    snapshot.fetched.sequence.value(), to_text(snapshot.verdict),
                    snapshot.fetched.sequence.value() + 1),
        snapshot.verdict_entry ? snapshot.verdict_entry : snapshot.entry);
  }
}

}  // namespace

void plan(State const& state, RepairPropagation const& verb, Plan& plan) {
  repair_plan(state, verb.edge, plan);
  snapshot_lines(state, verb.edge, plan);
}

void plan(State const& state, TakeSnapshot const& verb, Plan& plan) {
  repair_plan(state, verb.edge, plan);
}

void plan(State const& state, Resume const& verb, Plan& plan) {
  snapshot_lines(state, verb.edge, plan);
}

}  // namespace studylab::control::edges
