// Reports of edges, runners, the monitor, databases and people. Each is taken in once; what comes
// too late is kept under its own name and changes nothing.
#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/decide_internal.h"

namespace studylab::control {
namespace {

Decision late(OperationId operation, AllocationId allocation, std::string what,
              Origin const& origin) {
  return one(LateReportIgnored{operation, allocation, std::move(what), origin});
}

bool being_restarted(State const& state, AllocationId id) {
  for (auto const open : state.open_operations) {
    auto const& operation = at_key(state.operations, open);
    if (operation.kind != OperationKind::restart || operation.restarts.empty()) continue;
    if (operation.restarts.front() == id) return true;
  }
  return false;
}

Decision allocation_ready(State const& state, AllocationReady const& f) {
  auto const found = state.allocations.find(f.allocation);
  if (found == state.allocations.end()) {
    return late({}, f.allocation, "ready: no such allocation was planned", f.origin);
  }
  auto const& allocation = found->second;
  bool const expected =
      allocation.stage < AllocationStage::ready ||
      (allocation.stage == AllocationStage::ready && being_restarted(state, f.allocation));
  if (!expected) {
    return late(allocation.operation, f.allocation,
                fmt::format("ready: it is {}", to_text(allocation.stage)), f.origin);
  }
  if (f.digest != allocation.digest) {
    return late(allocation.operation, f.allocation,
                fmt::format("ready: it runs {}, not {}", short_text(f.digest),
                            short_text(allocation.digest)),
                f.origin);
  }
  // Only the probe's own evidence makes an allocation ready.
  if (!probe_passed(f.probe_status) && !planted(Guard::swn3)) {
    return late(allocation.operation, f.allocation,
                fmt::format("ready: its probe answered {}", f.probe_status), f.origin);
  }
  return one(f);
}

Decision allocation_failed(State const& state, AllocationFailed const& f) {
  auto const found = state.allocations.find(f.allocation);
  bool const expected =
      found != state.allocations.end() &&
      (found->second.stage < AllocationStage::ready ||
       (found->second.stage == AllocationStage::ready && being_restarted(state, f.allocation)));
  if (expected) return one(f);
  auto const operation = found == state.allocations.end() ? OperationId{} : found->second.operation;
  return late(operation, f.allocation, "failed: nothing waits for it", f.origin);
}

Decision allocation_stopped(State const& state, AllocationStopped const& f) {
  auto const found = state.allocations.find(f.allocation);
  if (found != state.allocations.end() && found->second.stage == AllocationStage::draining)
    return one(f);
  auto const operation = found == state.allocations.end() ? OperationId{} : found->second.operation;
  return late(operation, f.allocation, "stopped: it was not draining", f.origin);
}

Decision migrated(State const& state, MigrationApplied const& f) {
  auto const found = state.databases.find(f.database);
  if (found == state.databases.end() || found->second.schema >= f.migration.to) {
    return late(f.operation, {}, "migration: the database has it", f.origin);
  }
  return one(f);
}

Decision answered(State const& state, NoticeId notice, Fact fact) {
  auto const& open = state.open_notices;
  if (std::find(open.begin(), open.end(), notice) == open.end()) return nothing();
  std::vector<Fact> facts;
  facts.push_back(std::move(fact));
  return facts;
}

Decision by_allocation(State const& state, AllocationFact const& fact) {
  return match(
      fact, [](AllocationPlanned const&) { return nothing(); },
      [](AllocationDraining const&) { return nothing(); },
      [&](AllocationReady const& f) { return allocation_ready(state, f); },
      [&](AllocationFailed const& f) { return allocation_failed(state, f); },
      [&](AllocationStopped const& f) { return allocation_stopped(state, f); });
}

// What a process says of things that are not there: kept under its name, and nothing follows.
template <class F>
std::optional<std::string> unknown_thing(State const& state, F const& f) {
  if (!state.edges.contains(f.edge)) return to_text(f.edge);
  if constexpr (requires { f.partition; }) {
    if (!state.partitions.contains(f.partition)) return to_text(f.partition);
  }
  if constexpr (requires { f.operation; }) {
    if (f.operation && !state.operations.contains(f.operation)) return to_text(f.operation);
  }
  return std::nullopt;
}

template <class F>
Decision from_edge(State const& state, F const& f) {
  auto const unknown = unknown_thing(state, f);
  if (!unknown) return one(f);
  return late({}, {}, fmt::format("{}: there is no {}", F::kind_name, *unknown), f.origin);
}

Decision observed(State const& state, RequestsObserved const& f) {
  // Once there is an incident, errors are told interval by interval; the edge counts on.
  if (f.crossing == Crossing::yes && state.incident) return nothing();
  return from_edge(state, f);
}

Decision by_edge(State const& state, EdgeFact const& fact) {
  return match(
      fact, [&](RequestsObserved const& f) { return observed(state, f); },
      [&](EdgeStarted const& f) { return from_edge(state, f); },
      [&](EdgeViewReported const& f) { return from_edge(state, f); },
      [&](EdgeGapSeen const& f) { return from_edge(state, f); },
      [&](SnapshotFetched const& f) { return from_edge(state, f); },
      [&](SnapshotChecked const& f) { return from_edge(state, f); },
      [&](EdgeResumed const& f) { return from_edge(state, f); },
      [&](AutoRepairGaveUp const& f) { return from_edge(state, f); },
      // Orders are the operator's, never a process's.
      [](GapPolicySet const&) { return nothing(); },
      [](SnapshotOrdered const&) { return nothing(); },
      [](VerifyOrdered const&) { return nothing(); },
      [](ResumeOrdered const&) { return nothing(); });
}

Decision by_people(State const& state, PeopleFact const& fact) {
  return match(
      fact, [&](OwnerRepaired const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](OwnerFoundNothing const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](OwnerAcknowledged const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](TeamAnswered const& f) { return answered(state, f.notice, make_fact(f)); },
      [](OwnerNotified const&) { return nothing(); },
      [](TeamEscalated const&) { return nothing(); },
      [](OwnerStatusPublished const&) { return nothing(); },
      [](OwnerStatusResolved const&) { return nothing(); });
}

}  // namespace

Decision decide_report(State const& state, Report const& report) {
  auto const* origin = origin_of(report.fact);
  if (origin != nullptr && has_taken(state, *origin)) return nothing();
  return match(
      report.fact, [&](AllocationFact const& f) { return by_allocation(state, f); },
      [&](EdgeFact const& f) { return by_edge(state, f); },
      [&](PeopleFact const& f) { return by_people(state, f); },
      [&](DatabaseFact const& f) {
        return match(f, [&](MigrationApplied const& m) { return migrated(state, m); });
      },
      [](ProviderFact const& f) {
        return match(f, [](BindingsProbed const& p) { return one(p); });
      },
      // These subjects are the control plane's own or the operator's: no process reports them.
      [](RunFact const&) { return nothing(); }, [](InitialFact const&) { return nothing(); },
      [](OperationFact const&) { return nothing(); }, [](RouteFact const&) { return nothing(); },
      [](IncidentFact const&) { return nothing(); }, [](OperatorFact const&) { return nothing(); });
}

Decision decide_built(State const& state, Built const& built, Instant now) {
  std::vector<Fact> facts;
  if (!state.artifacts.contains(built.digest)) {
    facts.push_back(make_fact(ArtifactStored{built.digest, built.manifest, now}));
  }
  if (!state.releases.contains(built.release)) {
    facts.push_back(make_fact(
        ReleaseRegistered{built.release, built.environment, built.digest, now, "passed", {}}));
  }
  return facts;
}

}  // namespace studylab::control
