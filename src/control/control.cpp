// Puts the subjects together: each command, fact and effect belongs to one of them.
#include "control/control.h"

#include "control/allocations/allocations.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/environments/environments.h"
#include "control/failovers/failovers.h"
#include "control/gates/gates.h"
#include "control/hosts/hosts.h"
#include "control/incidents/incidents.h"
#include "control/jobs/jobs.h"
#include "control/operations/operations.h"
#include "control/people/people.h"
#include "control/prohibited_commands.h"
#include "control/promotions/promotions.h"
#include "control/providers/providers.h"
#include "control/references/references.h"
#include "control/releases/releases.h"
#include "control/restores/restores.h"
#include "control/routes/routes.h"
#include "control/upgrades/upgrades.h"
#include "control/wakes/wakes.h"

namespace studylab::control {
namespace {

// Prohibited commands come first: they are recognized before any name is looked up, so that a wrong
// name does not hide one.
Decision decide_operator(State const& state, OperatorCommand const& command, Instant now) {
  if (auto const* prohibited = std::get_if<ProhibitedCommand>(&command.verb)) {
    return std::unexpected(refusal_of(prohibited->verb));
  }
  auto refs = resolve_refs(state, command.refs);
  if (!refs) return std::unexpected(refs.error());
  Act const act{command.line,     command.by,   command.because,
                std::move(*refs), command.kind, command.reach};
  return match(
      command.verb, [](Query const&) { return no_facts(); }, [](Hint const&) { return no_facts(); },
      [](Wait const&) { return no_facts(); }, [](ProhibitedCommand const&) { return no_facts(); },
      [&](Classify const& v) { return incidents::decide(state, v, act); },
      [&](Note const& v) { return incidents::decide(state, v, act); },
      [&](StateImpact const& v) { return incidents::decide(state, v, act); },
      [&](Close const& v) { return incidents::decide(state, v, act); },
      [&](Freeze const& v) { return environments::decide(state, v, act); },
      [&](Unfreeze const& v) { return environments::decide(state, v, act); },
      [&](Cancel const& v) { return promotions::decide(state, v, act); },
      [&](Rollback const& v) { return promotions::decide(state, v, act); },
      [&](Deploy const& v) { return promotions::decide(state, v, act); },
      [&](RepairPropagation const& v) { return edges::decide(state, v, act); },
      [&](Retry const& v) { return operations::decide(state, v, act); },
      [&](NotifyOwner const& v) { return people::decide(state, v, act); },
      [&](Escalate const& v) { return people::decide(state, v, act); },
      [&](SetGapPolicy const& v) { return edges::decide(state, v, act); },
      [&](TakeSnapshot const& v) { return edges::decide(state, v, act); },
      [&](VerifySnapshot const& v) { return edges::decide(state, v, act); },
      [&](Resume const& v) { return edges::decide(state, v, act); },
      [&](Restart const& v) { return allocations::decide(state, v, act); },
      [&](PublishStatus const& v) { return people::decide(state, v, act, now); },
      [&](ResolveStatus const& v) { return people::decide(state, v, act); },
      [&](RotateSecret const& v) { return providers::decide(state, v, act, now); },
      [&](Wake const& v) { return wakes::decide(state, v, act); },
      [&](Cordon const& v) { return hosts::decide(state, v, act); },
      [&](Uncordon const& v) { return hosts::decide(state, v, act, now); },
      [&](Headroom const& v) { return hosts::decide(state, v); },
      [&](Postcheck const& v) { return hosts::decide(state, v, act); },
      [&](Replace const& v) { return upgrades::decide(state, v, act); },
      [&](Drain const& v) { return upgrades::decide(state, v, act, now); },
      [&](Rebuild const& v) { return upgrades::decide(state, v, act); },
      [&](RecordDrift const& v) { return upgrades::decide(state, v, act); },
      [&](FenceWriters const& v) { return databases::decide(state, v, act); },
      [&](UnfenceWriters const& v) { return databases::decide(state, v, act); },
      [&](PlanRestore const& v) { return restores::decide(state, v, act, now); },
      [&](RunRestore const& v) { return restores::decide(state, v, act); },
      [&](CutOverRestore const& v) { return restores::decide(state, v, act); },
      [&](Reconcile const& v) { return restores::decide(state, v, act); },
      [&](Pause const& v) { return jobs::decide(state, v, act); },
      [&](Unpause const& v) { return jobs::decide(state, v, act); },
      [&](FailOver const& v) { return failovers::decide(state, v, act, now); });
}

Decision decide_report(State const& state, Report const& report) {
  auto const* origin = origin_of(report.fact);
  if (origin != nullptr && has_seen(state, *origin)) return no_facts();
  return match(
      report.fact, [&](AllocationFact const& f) { return allocations::decide(state, f); },
      [&](EdgeFact const& f) { return edges::decide(state, f); },
      [&](PeopleFact const& f) { return people::decide(state, f); },
      [&](DatabaseFact const& f) { return databases::decide(state, f); },
      [&](ProviderFact const& f) { return providers::decide(state, f); },
      // Only the control plane and the operator make facts of these subjects.
      [](RunFact const&) { return no_facts(); }, [](InitialFact const&) { return no_facts(); },
      [](OperationFact const&) { return no_facts(); }, [](RouteFact const&) { return no_facts(); },
      [](IncidentFact const&) { return no_facts(); },
      [](OperatorFact const&) { return no_facts(); },
      [&](WakeFact const& f) { return wakes::decide(state, f); },
      [&](HostFact const& f) { return hosts::decide(state, f); },
      [&](ArtifactFact const& f) { return releases::decide(state, f); },
      [&](RestoreFact const& f) { return restores::decide(state, f); });
}

Decision decide_proceed(State const& state, Proceed const& proceed, Instant now) {
  if (proceed.step == StepKind::open_incident) return incidents::open_due(state, now);
  auto const& operation = at_key(state.operations, proceed.operation);
  switch (kind_of(operation)) {
    case OperationKind::promotion:
    case OperationKind::rollback: return promotions::proceed(state, operation, proceed.step, now);
    case OperationKind::restart: return allocations::proceed(state, operation, proceed.step);
    case OperationKind::edge_repair: return edges::proceed(state, operation, proceed.step);
    case OperationKind::wake: return wakes::proceed(state, operation, proceed.step);
    case OperationKind::replacement:
    case OperationKind::drain:
    case OperationKind::rebuild: return upgrades::proceed(state, operation, proceed.step);
    case OperationKind::migration:
    case OperationKind::job: return jobs::proceed(state, operation, proceed.step);
    // These move on by commands and reports alone.
    case OperationKind::restore:
    case OperationKind::failover:
    case OperationKind::rotation:
    case OperationKind::build: return no_facts();
  }
  return no_facts();
}

void fold(State& state, RunFact const& fact) {
  match(
      fact, [&](RunOpened const& opened) { state.run = opened; },
      [&](RunEnded const& ended) { state.ended = ended.ending; });
}

void fold(State& state, WakeFact const& fact, EntryRef at) {
  if (auto const* report = std::get_if<GateReported>(&fact)) gates::fold(state, *report, at);
  wakes::fold(state, fact, at);
  incidents::observe(state, fact);
}

void fold(State& state, InitialFact const& fact, EntryRef at) {
  match(
      fact, [&](AppRegistered const& f) { environments::fold(state, f, at); },
      [&](EnvironmentDeclared const& f) { environments::fold(state, f, at); },
      [&](ArtifactStored const& f) { releases::fold(state, f, at); },
      [&](ArtifactGone const& f) { releases::fold(state, f, at); },
      [&](ReleaseRegistered const& f) { releases::fold(state, f, at); },
      [&](ProviderRegistered const& f) { providers::fold(state, f, at); },
      [&](BindingDeclared const& f) { providers::fold(state, f, at); },
      [&](DatabaseRegistered const& f) { databases::fold(state, f, at); },
      [&](HostRegistered const& f) { hosts::fold(state, f, at); },
      [&](PartitionOpened const& f) { routes::fold(state, f, at); },
      [&](RouteOwnerRecorded const& f) { routes::fold(state, f, at); },
      [&](EdgeRegistered const& f) { edges::fold(state, f, at); },
      [&](AllocationRecorded const& f) { allocations::fold(state, f, at); },
      [&](OperationRecorded const& f) { operations::fold(state, f, at); },
      [&](GapAlarmDeclared const& f) { incidents::fold(state, f, at); },
      [&](SleepPolicyDeclared const& f) {
        gates::fold(state, f, at);
        wakes::fold(state, f, at);
      },
      [&](HostCordonRecorded const& f) { hosts::fold(state, f, at); },
      [&](DrainPolicyDeclared const& f) { upgrades::fold(state, f, at); },
      [&](SessionAgesRecorded const& f) { upgrades::fold(state, f, at); },
      [&](HostMaintenancePlanned const& f) { upgrades::fold(state, f, at); },
      [&](ControlPlaneRegistered const& f) { edges::fold(state, f, at); },
      [&](DatabaseLogRecorded const& f) { databases::fold(state, f, at); },
      [&](BackupRecorded const& f) { databases::fold(state, f, at); },
      [&](ConsumerRegistered const& f) { databases::fold(state, f, at); },
      [&](FailoverRecorded const& f) { databases::fold(state, f, at); },
      [&](ProviderWatchDeclared const& f) { providers::fold(state, f, at); },
      [&](PlatformBindingDeclared const& f) { providers::fold(state, f, at); },
      [&](DependencyAlarmDeclared const& f) { incidents::fold(state, f, at); },
      [&](RegionRegistered const& f) { failovers::fold(state, f, at); },
      [&](ReplicaRegistered const& f) { failovers::fold(state, f, at); });
}

void react_to(State const& state, Operation const& operation, EffectList& effects) {
  switch (kind_of(operation)) {
    case OperationKind::promotion:
    case OperationKind::rollback: return promotions::react(state, operation, effects);
    case OperationKind::restart: return allocations::react(state, operation, effects);
    case OperationKind::edge_repair: return edges::react(state, operation, effects);
    case OperationKind::wake: return wakes::react(state, operation, effects);
    case OperationKind::replacement:
    case OperationKind::drain:
    case OperationKind::rebuild: return upgrades::react(state, operation, effects);
    case OperationKind::restore: return restores::react(state, operation, effects);
    case OperationKind::migration:
    case OperationKind::job: return jobs::react(state, operation, effects);
    case OperationKind::failover: return failovers::react(operation, effects);
    case OperationKind::rotation: return providers::react(operation, effects);
    case OperationKind::build: return;
  }
}

void add_lines(State const& state, OperatorCommand const& command, Plan& plan) {
  match(
      command.verb, [&](Rollback const& v) { promotions::plan(state, v, plan); },
      [&](Deploy const& v) { promotions::plan(state, v, plan); },
      [&](Retry const& v) { promotions::plan(state, v, plan); },
      [&](Cancel const& v) { promotions::plan(state, v, plan); },
      [&](RepairPropagation const& v) { edges::plan(state, v, plan); },
      [&](TakeSnapshot const& v) { edges::plan(state, v, plan); },
      [&](Resume const& v) { edges::plan(state, v, plan); },
      [&](SetGapPolicy const& v) { edges::plan(state, v, plan); },
      [&](Restart const& v) { allocations::plan(state, v, plan); },
      [&](NotifyOwner const& v) { people::plan(state, v, plan); },
      [&](Escalate const& v) { people::plan(state, v, plan); },
      [&](PublishStatus const& v) { people::plan(state, v, plan); },
      [&](ResolveStatus const& v) { people::plan(state, v, plan); },
      [&](Freeze const& v) { environments::plan_freeze(state, v.environment, plan); },
      [&](Unfreeze const& v) { environments::plan_freeze(state, v.environment, plan); },
      [&](Close const& v) { incidents::plan(state, v, !command.refs.empty(), plan); },
      // Only the edge or the host knows the outcome.
      [](VerifySnapshot const&) {}, [](Postcheck const&) {},
      [&](RotateSecret const& v) { providers::plan(state, v, plan); },
      [&](Pause const& v) { jobs::plan_pause(state, v.environment, plan); },
      [&](Unpause const& v) { jobs::plan_pause(state, v.environment, plan); },
      [&](FailOver const& v) { failovers::plan(state, v, plan); },
      [&](Wake const& v) { wakes::plan(state, v, plan); },
      [&](Cordon const& v) { hosts::plan_cordon(state, v.host, plan); },
      [&](Uncordon const& v) { hosts::plan_uncordon(state, v.host, plan); },
      [&](Headroom const& v) { hosts::plan_headroom(state, v, plan); },
      [&](Replace const& v) { upgrades::plan(state, v, plan); },
      [&](Drain const& v) { upgrades::plan(state, v, plan); },
      [&](Rebuild const& v) { upgrades::plan(state, v, plan); },
      [&](RecordDrift const& v) { upgrades::plan(state, v, plan); },
      [&](FenceWriters const& v) { databases::plan(state, v, plan); },
      [&](UnfenceWriters const& v) { databases::plan(state, v, plan); }, [](PlanRestore const&) {},
      [&](RunRestore const& v) { restores::plan(state, v, plan); },
      [&](CutOverRestore const& v) { restores::plan(state, v, plan); },
      [&](Reconcile const& v) { restores::plan(state, v, plan); }, [](ProhibitedCommand const&) {},
      // These change nothing.
      [](Query const&) {}, [](Hint const&) {}, [](Classify const&) {}, [](Note const&) {},
      [](StateImpact const&) {}, [](Wait const&) {});
}

}  // namespace

Decision decide(State const& state, Command const& command, Instant now) {
  return match(
      command, [&](OperatorCommand const& c) { return decide_operator(state, c, now); },
      [&](Report const& c) { return decide_report(state, c); },
      [&](Proceed const& c) { return decide_proceed(state, c, now); },
      [&](Elapsed const& c) {
        auto const& operation = at_key(state.operations, c.timer.operation);
        if (kind_of(operation) == OperationKind::wake) {
          return wakes::elapsed(state, operation, c.timer.kind, now);
        }
        if (schedule_of(operation) != nullptr) {
          return jobs::elapsed(state, operation, c.timer.kind);
        }
        return promotions::elapsed(state, operation, c.timer.kind, now);
      },
      [&](Published const& c) { return promotions::decide(state, c); },
      [&](Built const& c) { return releases::decide(state, c, now); },
      [&](StreamRecreated const& c) { return routes::decide(state, c); });
}

void evolve(State& state, FactEntry const& entry) {
  STUDYLAB_CHECK(entry.at >= state.last_at);
  EntryRef const at{entry.id, entry.at};
  match(
      entry.fact.subjects(), [&](RunFact const& f) { fold(state, f); },
      [&](InitialFact const& f) { fold(state, f, at); },
      [&](OperationFact const& f) { operations::fold(state, f, at); },
      [&](RouteFact const& f) { routes::fold(state, f, at); },
      [&](EdgeFact const& f) { edges::fold(state, f, at); },
      [&](AllocationFact const& f) { allocations::fold(state, f, at); },
      [&](DatabaseFact const& f) { databases::fold(state, f, at); },
      [&](ProviderFact const& f) { providers::fold(state, f, at); },
      [&](PeopleFact const& f) { people::fold(state, f, at); },
      [&](IncidentFact const& f) { incidents::fold(state, f, at); },
      // What a query showed is recorded below.
      [](OperatorFact const&) {}, [&](WakeFact const& f) { fold(state, f, at); },
      [&](HostFact const& f) { hosts::fold(state, f, at); },
      [&](ArtifactFact const& f) { releases::fold(state, f, at); },
      [&](RestoreFact const& f) { restores::fold(state, f, at); });
  if (auto const* origin = origin_of(entry.fact)) note_report(state, *origin);
  references::fold(state, entry);
  state.last_entry = entry.id;
  state.last_at = entry.at;
}

void react(State const& state, std::vector<Effect>& out) {
  if (state.ended) return;
  EffectList effects{out};
  incidents::react(state, effects);
  for (auto const id : state.open_operations) {
    react_to(state, at_key(state.operations, id), effects);
  }
  allocations::react(state, effects);
  edges::react(state, effects);
  wakes::react(state, effects);
  hosts::react(state, effects);
  databases::react(state, effects);
  providers::react(state, effects);
  for (auto const id : state.open_notices) effects.add(DeliverNotice{id}, id.number);
}

Plan plan(State const& state, OperatorCommand const& command) {
  Plan plan;
  auto const decision = decide_operator(state, command, state.last_at);
  if (!decision) plan.refusal = decision.error();
  add_lines(state, command, plan);
  if (plan.finding.empty()) plan.finding = plan.refusal ? "refused" : "fits";
  return plan;
}

}  // namespace studylab::control
