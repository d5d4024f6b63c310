// Reports of edges, runners, the monitor, databases and people. Each is accepted once. A report
// that arrives too late is recorded as LateReportIgnored and changes nothing else.
#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/decide_internal.h"

namespace studylab::control {
namespace {

Decision late(OperationId operation, AllocationId allocation, std::string what,
              Origin const& origin) {
  return single(LateReportIgnored{operation, allocation, std::move(what), origin});
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
    return late({}, f.allocation, "ready: this allocation was never planned", f.origin);
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
  // Only a passed readiness probe makes an allocation ready.
  if (!probe_passed(f.probe_status) && !planted(Guard::swn3)) {
    return late(allocation.operation, f.allocation,
                fmt::format("ready: its probe answered {}", f.probe_status), f.origin);
  }
  return single(f);
}

Decision allocation_failed(State const& state, AllocationFailed const& f) {
  auto const found = state.allocations.find(f.allocation);
  bool const expected =
      found != state.allocations.end() &&
      (found->second.stage < AllocationStage::ready ||
       (found->second.stage == AllocationStage::ready && being_restarted(state, f.allocation)));
  if (expected) return single(f);
  auto const operation = found == state.allocations.end() ? OperationId{} : found->second.operation;
  return late(operation, f.allocation, "failed: no operation is waiting for it", f.origin);
}

Decision allocation_stopped(State const& state, AllocationStopped const& f) {
  auto const found = state.allocations.find(f.allocation);
  if (found != state.allocations.end() && found->second.stage == AllocationStage::draining)
    return single(f);
  auto const operation = found == state.allocations.end() ? OperationId{} : found->second.operation;
  return late(operation, f.allocation, "stopped: it was not draining", f.origin);
}

Decision migrated(State const& state, MigrationApplied const& f) {
  auto const found = state.databases.find(f.database);
  if (found == state.databases.end() || found->second.schema >= f.migration.to) {
    return late(f.operation, {}, "migration: it has already been applied", f.origin);
  }
  return single(f);
}

Decision answered(State const& state, NoticeId notice, Fact fact) {
  auto const& open = state.open_notices;
  if (std::find(open.begin(), open.end(), notice) == open.end()) return no_facts();
  std::vector<Fact> facts;
  facts.push_back(std::move(fact));
  return facts;
}

Decision by_allocation(State const& state, AllocationFact const& fact) {
  return match(
      fact, [](AllocationPlanned const&) { return no_facts(); },
      [](AllocationDraining const&) { return no_facts(); },
      [&](AllocationReady const& f) { return allocation_ready(state, f); },
      [&](AllocationFailed const& f) { return allocation_failed(state, f); },
      [&](AllocationStopped const& f) { return allocation_stopped(state, f); });
}

// The unknown object that an edge's report names. Such a report is recorded and changes nothing
// else.
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
  if (!unknown) return single(f);
  return late({}, {}, fmt::format("{}: {} does not exist", F::fact_kind.name, *unknown), f.origin);
}

Decision observed(State const& state, RequestsObserved const& f) {
  // After the incident has opened, errors are reported per interval only; the edge keeps counting.
  if (f.crossing == Crossing::yes && state.incident) return no_facts();
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
      [&](GapPolicyApplied const& f) { return from_edge(state, f); },
      // Only operators create these facts.
      [](GapPolicySet const&) { return no_facts(); },
      [](SnapshotOrdered const&) { return no_facts(); },
      [](VerifyOrdered const&) { return no_facts(); },
      [](ResumeOrdered const&) { return no_facts(); });
}

Decision by_people(State const& state, PeopleFact const& fact) {
  return match(
      fact, [&](OwnerRepaired const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](OwnerFoundNothing const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](OwnerAcknowledged const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](TeamAnswered const& f) { return answered(state, f.notice, make_fact(f)); },
      [](OwnerNotified const&) { return no_facts(); },
      [](TeamEscalated const&) { return no_facts(); },
      [](OwnerStatusPublished const&) { return no_facts(); },
      [](OwnerStatusResolved const&) { return no_facts(); });
}

}  // namespace

Decision decide_report(State const& state, Report const& report) {
  auto const* origin = origin_of(report.fact);
  if (origin != nullptr && has_seen(state, *origin)) return no_facts();
  return match(
      report.fact, [&](AllocationFact const& f) { return by_allocation(state, f); },
      [&](EdgeFact const& f) { return by_edge(state, f); },
      [&](PeopleFact const& f) { return by_people(state, f); },
      [&](DatabaseFact const& f) {
        return match(f, [&](MigrationApplied const& m) { return migrated(state, m); });
      },
      [](ProviderFact const& f) {
        return match(f, [](BindingsProbed const& p) { return single(p); });
      },
      // Only the control plane and the operator make facts of these subjects.
      [](RunFact const&) { return no_facts(); }, [](InitialFact const&) { return no_facts(); },
      [](OperationFact const&) { return no_facts(); }, [](RouteFact const&) { return no_facts(); },
      [](IncidentFact const&) { return no_facts(); },
      [](OperatorFact const&) { return no_facts(); });
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
