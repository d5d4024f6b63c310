// The fold behind read_run: one entry after another, each handed to the subject that keeps it.
#include "lab/grade/clues.h"
#include "lab/grade/facts/notices.h"
#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

void take_initial(Run& run, FactEntry const& now, InitialFact const& fact) {
  match(
      fact, [](AppRegistered const&) {}, [](EnvironmentDeclared const&) {},
      [&](ArtifactStored const& f) { run.releases.artifacts.emplace_back(now.id, &f); },
      [](ArtifactGone const&) {},
      [&](ReleaseRegistered const& f) { register_release(run, now, f); },
      // Kept by declare_provider.
      [](ProviderRegistered const&) {}, [](BindingDeclared const&) {},
      [](ProviderWatchDeclared const&) {}, [](PlatformBindingDeclared const&) {},
      [](DependencyAlarmDeclared const&) {}, [](RegionRegistered const&) {},
      [](ReplicaRegistered const&) {},
      [&](DatabaseRegistered const& f) { see_schema(run, now, f); },
      [&](HostRegistered const& f) { register_host(run, now, f); }, [](PartitionOpened const&) {},
      [&](RouteOwnerRecorded const& f) { record_owner(run, now, f); },
      [&](EdgeRegistered const& f) { register_edge(run, f.edge); },
      [&](AllocationRecorded const& f) { record_allocation(run, f); },
      [&](OperationRecorded const& f) {
        record_operation(run, f);
        record_drain(run, now, f);
      },
      [](GapAlarmDeclared const&) {}, [](SleepPolicyDeclared const&) {},
      [&](HostCordonRecorded const& f) { record_cordon(run, f); },
      [](DrainPolicyDeclared const&) {},
      [&](SessionAgesRecorded const& f) { see_ages(run, now, f); },
      [](HostMaintenancePlanned const&) {}, [](ControlPlaneRegistered const&) {},
      [](DatabaseLogRecorded const&) {}, [](BackupRecorded const&) {},
      [](ConsumerRegistered const&) {}, [](FailoverRecorded const&) {});
}

void take_allocation(Run& run, FactEntry const& now, AllocationFact const& fact) {
  match(
      fact, [&](AllocationPlanned const& f) { plan_attempt(run, now, f); },
      [&](AllocationReady const& f) { end_attempt(run, now, f); },
      [&](AllocationFailed const& f) { end_attempt(run, now, f); },
      [](AllocationDraining const&) {},
      [&](AllocationStopped const& f) { leave_allocation(run, f.allocation); },
      [](AllocationStagesReported const&) {});
}

void take_wake(Run& run, FactEntry const& now, WakeFact const& fact) {
  match(
      fact, [](WakeAsked const&) {}, [&](WakeJoined const& f) { join_wake(run, now, f); },
      [&](WakePlacementFailed const& f) { fail_placement(run, now, f); },
      [&](GateReported const& f) { see_gate(run, now, f); }, [](NoticeProposed const&) {},
      [](WakeGaveUp const&) {});
}

void take_host(Run& run, FactEntry const& now, HostFact const& fact) {
  match(
      fact, [](PostcheckOrdered const&) {},
      [&](HostPostchecked const& f) { see_postcheck(run, now, f); },
      [&](HostUncordoned const& f) { uncordon(run, now, f); },
      [&](HostBrought const& f) { bring_host(run, now, f); },
      [&](HostCordoned const& f) { cordon(run, now, f); },
      [&](HostDriftFound const& f) { see_drift(run, now, f); },
      [&](DriftRecorded const& f) { record_drift(run, now, f); },
      [&](HostRebuilt const& f) { see_rebuild(run, now, f); },
      [&](SessionsDrained const& f) { count_cut(run, f); }, [](SessionsResumed const&) {});
}

void take_operation(Run& run, FactEntry const& now, OperationFact const& fact) {
  match(
      fact, [&](OperationRequested const& f) { request(run, now, f); },
      [&](OperationRetried const& f) { retry(run, now, f); },
      [&](PolicyChecked const& f) { check_policy(run, f); },
      [&](StageReached const& f) {
        reach(run, now, f);
        end_drain(run, now, f);
      },
      [&](OperationCancelled const& f) { cancel(run, now, f); }, [](LateReportIgnored const&) {});
}

void take_edge(Run& run, FactEntry const& now, EdgeFact const& fact) {
  match(
      fact, [&](RequestsObserved const& f) { observe(run, now, f); }, [](EdgeStarted const&) {},
      [&](EdgeViewReported const& f) { see_view(run, f); },
      [&](EdgeGapSeen const& f) { see_gap(run, now, f); }, [](SnapshotFetched const&) {},
      [](SnapshotChecked const&) {}, [&](EdgeResumed const& f) { see_resume(run, now, f); },
      [](AutoRepairGaveUp const&) {}, [&](GapPolicySet const& f) { set_gap_policy(run, now, f); },
      [](SnapshotOrdered const&) {}, [](VerifyOrdered const&) {}, [](GapPolicyApplied const&) {},
      [](SnapshotOrderedFrom const&) {}, [](SnapshotFetchFailed const&) {},
      [](EdgeGapRecorded const&) {}, [&](ResumeOrdered const& f) { resume_edge(run, now, f); });
}

void take_people(Run& run, FactEntry const& now, PeopleFact const& fact) {
  match(
      fact, [&](OwnerNotified const& f) { notify(run, now, f); },
      [&](OwnerRepaired const& f) { answer(run, now, f); }, [](OwnerAcknowledged const&) {},
      [](KeyReplaced const&) {}, [](StatementMade const&) {},
      [&](OwnerFoundNothing const& f) { answer(run, now, f); },
      [&](TeamEscalated const& f) { escalate(run, now, f); },
      [&](TeamAnswered const& f) { answer(run, now, f); },
      [&](OwnerStatusPublished const& f) {
        publish(run, now, f);
        publish_status(run, now, f);
      },
      [&](OwnerStatusResolved const& f) {
        lift_hold(run, now, f.act, f.hold);
        resolve_status(run, now, f);
      });
}

void take_incident(Run& run, FactEntry const& now, IncidentFact const& fact) {
  match(
      fact, [](IncidentOpened const&) {}, [&](EnvironmentFrozen const& f) { freeze(run, now, f); },
      [&](EnvironmentUnfrozen const& f) { lift_hold(run, now, f.act, f.hold); },
      [&](Classified const& f) { run.statements.classes.push_back({now.id, &f}); },
      [&](Noted const& f) { run.statements.notes.push_back({now.id, &f}); },
      [&](ImpactStated const& f) { state_impact(run, now, f); },
      [&](IncidentClosed const& f) { close(run, now, f); },
      [&](EnvironmentPaused const& f) { pause(run, now, f); },
      [&](EnvironmentUnpaused const& f) { lift_hold(run, now, f.act, f.hold); });
}

void take_operator(Run& run, FactEntry const& now, OperatorFact const& fact) {
  match(
      fact,
      [&](Queried const& f) {
        run.queries.push_back({.entry = now.id, .queried = &f});
        show_edges(run, f);
        show_schema(run, now, f);
        watch(run, now);
      },
      [&](Checked const& f) {
        run.queries.push_back({.entry = now.id, .checked = &f});
        watch(run, now);
      },
      [&](CommandRefused const& f) { refuse(run, now, f); },
      [&](HintGiven const& f) { run.commands.hints.emplace_back(now.id, &f); },
      [&](Waited const& f) {
        if (f.until != WaitFor::symptom_gone) return;
        run.queries.push_back({.entry = now.id, .waited = &f});
        watch(run, now);
      });
}

void take(Run& run, FactEntry const& now) {
  run.end = now.id;
  run.ended_at = now.at;
  if (!run.incident) return;
  match(
      now.fact, [](RunFact const&) {},
      [&](InitialFact const& f) {
        take_initial(run, now, f);
        declare_provider(run, f);
        see_gap_fact(run, now);
        see_process_fact(run, now);
      },
      [&](OperationFact const& f) { take_operation(run, now, f); },
      [&](RouteFact const& f) {
        match(
            f, [&](RouteOwnerMoved const& moved) { move_owner(run, now, moved); },
            [](PartitionReopened const&) {});
      },
      [&](EdgeFact const& f) {
        take_edge(run, now, f);
        see_gap_fact(run, now);
      },
      [&](AllocationFact const& f) {
        take_allocation(run, now, f);
        see_process_fact(run, now);
      },
      [&](DatabaseFact const& f) { see_database_fact(run, now, f); },
      [&](ProviderFact const& f) { see_provider_fact(run, now, f); },
      [&](PeopleFact const& f) { take_people(run, now, f); },
      [&](IncidentFact const& f) { take_incident(run, now, f); },
      [&](OperatorFact const& f) { take_operator(run, now, f); },
      [&](WakeFact const& f) { take_wake(run, now, f); },
      [&](HostFact const& f) { take_host(run, now, f); },
      [&](ArtifactFact const& f) {
        match(f, [&](ArtifactViewReported const& view) { see_artifact(run, view); });
      },
      [&](RestoreFact const& f) { see_restore_fact(run, now, f); });
  note_change(run, now);
}

}  // namespace

Run read_run(std::span<FactEntry const> entries, AnswerKey const& key) {
  Run run;
  run.entries = entries;
  run.incident = find_incident(entries);
  run.clues.reserve(key.clues.size());
  for (auto const* clue : key.clues) run.clues.push_back({.clue = clue, .queries = {}});
  run.errors.observations.reserve(entries.size() / 2);
  for (auto const& entry : entries) take(run, entry);
  return run;
}

}  // namespace studylab::grade
