#include "lab/grade/facts/processes.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

using State = ProcessSeen::State;

ProcessSeen* find_process(Run& run, AllocationId allocation) {
  auto& all = run.processes.all;
  auto const found = std::ranges::find(all, allocation, &ProcessSeen::allocation);
  return found == all.end() ? nullptr : &*found;
}

void list(Run& run, AllocationId allocation, ReleaseId release, State state) {
  if (release == run.incident->release) {
    run.processes.all.push_back({allocation, state});
  }
}

void change(Run& run, AllocationId allocation, State state) {
  if (auto* seen = find_process(run, allocation)) seen->state = state;
}

bool is_owners(Run const& run, AllocationId allocation) {
  auto const& all = run.processes.all;
  return std::ranges::find(all, allocation, &ProcessSeen::allocation) != all.end();
}

bool all_ended(Run const& run) {
  auto const& all = run.processes.all;
  auto const ended = std::ranges::count(all, State::ended, &ProcessSeen::state);
  auto const gone = std::ranges::count(all, State::gone, &ProcessSeen::state);
  return ended > 0 && ended + gone == std::ssize(all);
}

bool shows_ready(Run const& run, FactEntry const& entry) {
  if (auto const* recorded = fact_if<AllocationRecorded>(entry.fact))
    return is_owners(run, recorded->allocation);
  auto const* ready = fact_if<AllocationReady>(entry.fact);
  return ready != nullptr && is_owners(run, ready->allocation);
}

bool shows_ended(Run const& run, FactEntry const& entry) {
  auto const* failed = fact_if<AllocationFailed>(entry.fact);
  return failed != nullptr && is_owners(run, failed->allocation);
}

bool prints_allocations(Run const& run, Queried const& queried) {
  if (queried.query == "allocation") return true;
  return queried.query == "allocations" &&
         (queried.object.empty() || at_incident(run, queried.object));
}

}  // namespace

void see_process_fact(Run& run, FactEntry const& entry) {
  if (auto const* recorded = fact_if<AllocationRecorded>(entry.fact)) {
    list(run, recorded->allocation, recorded->release, State::ready);
  } else if (auto const* planned = fact_if<AllocationPlanned>(entry.fact)) {
    list(run, planned->allocation, planned->release, State::starting);
  } else if (auto const* ready = fact_if<AllocationReady>(entry.fact)) {
    change(run, ready->allocation, State::ready);
    if (is_owners(run, ready->allocation)) run.processes.ready_since = entry.id;
  } else if (auto const* failed = fact_if<AllocationFailed>(entry.fact)) {
    change(run, failed->allocation, State::ended);
  } else if (auto const* draining = fact_if<AllocationDraining>(entry.fact)) {
    change(run, draining->allocation, State::gone);
  }
}

bool owner_is_ready(Run const& run) {
  auto const& all = run.processes.all;
  bool const any = std::ranges::find(all, State::ready, &ProcessSeen::state) != all.end();
  return any && std::ranges::all_of(all, [](ProcessSeen const& seen) {
           return seen.state == State::ready || seen.state == State::gone;
         });
}

bool owner_is_down(Run const& run) {
  auto const& all = run.processes.all;
  bool const ready = std::ranges::find(all, State::ready, &ProcessSeen::state) != all.end();
  return !all.empty() && !ready && owner_at(run, run.end) == run.incident->release;
}

bool has_ended_process(Run const& run, AllocationId allocation) {
  return std::ranges::any_of(run.processes.all, [&](ProcessSeen const& seen) {
    return seen.state == State::ended && (!allocation || seen.allocation == allocation);
  });
}

constexpr Clue owner_ready{
    .name = "owner-ready",
    .words = "whether the owner's allocations are ready (`show allocations ENV`)",
    .command = "show allocations ENV",
    .holds = owner_is_ready,
    .carried_by = shows_ready,
    .printed_by = prints_allocations};

constexpr Clue owner_down{
    .name = "owner-down",
    .words = "whether the owner's allocations are ready (`show allocations ENV`)",
    .command = "show allocations ENV",
    .holds = all_ended,
    .carried_by = shows_ended,
    .printed_by = prints_allocations};

}  // namespace studylab::grade
