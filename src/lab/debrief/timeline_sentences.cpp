#include "lab/debrief/timeline_sentences.h"

#include <fmt/format.h>

#include "lab/console/queries/views.h"
#include "lab/console/render/units.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

constexpr std::size_t line_width = 100;

// A sentence for each fact; empty if the fact is not part of the story.
std::string of_operation(OperationFact const& fact) {
  return match(
      fact,
      [](OperationRequested const& f) {
        auto const* repair = std::get_if<requests::EdgeRepair>(&f.request);
        auto const host = host_of(f.request);
        auto const release = release_of(f.request);
        return fmt::format("{} {} of {} began{}", to_text(kind_of(f.request)), to_text(f.operation),
                           repair ? to_text(repair->edge)
                           : host ? to_text(host)
                                  : environment_of(f.request).value(),
                           release ? ": " + to_text(release) : std::string{});
      },
      [](OperationRetried const& f) { return fmt::format("{} was retried", to_text(f.operation)); },
      [](PolicyChecked const& f) {
        auto const breaking =
            f.breaking.value().empty() ? "" : fmt::format(", broken by {}", f.breaking.value());
        return fmt::format("{} was checked: database {}{}, sessions {}", to_text(f.operation),
                           to_text(f.database), breaking, to_text(f.sessions));
      },
      [](StageReached const& f) {
        bool const ended = f.stage == Stage::healthy || f.stage == Stage::failed ||
                           f.stage == Stage::rolled_back || f.stage == Stage::cancelled;
        if (!ended) return std::string{};
        return fmt::format("{} is {}{}{}", to_text(f.operation),
                           console::in_words(std::string{to_text(f.stage)}),
                           f.why.empty() ? "" : ": ", f.why);
      },
      [](OperationCancelled const& f) {
        return fmt::format("{} was cancelled", to_text(f.operation));
      },
      [](LateReportIgnored const& f) {
        return fmt::format("a late report about {} was ignored: {}", to_text(f.operation), f.what);
      });
}

std::string of_edge(EdgeFact const& fact) {
  return match(
      fact,
      [](RequestsObserved const& f) {
        return f.crossing == Crossing::yes
                   ? fmt::format("{} saw errors over the threshold", to_text(f.edge))
                   : std::string{};
      },
      [](EdgeStarted const& f) { return fmt::format("{} started", to_text(f.edge)); },
      [](EdgeViewReported const&) { return std::string{}; },
      [](EdgeGapSeen const& f) {
        return fmt::format("{} saw a gap in {}: {}", to_text(f.edge), to_text(f.partition),
                           to_text(f.cause));
      },
      [](SnapshotFetched const& f) {
        return fmt::format("{} fetched a snapshot at sequence {}", to_text(f.edge),
                           f.sequence.value());
      },
      [](SnapshotChecked const& f) {
        return fmt::format("{} verified its snapshot: {}", to_text(f.edge),
                           console::in_words(std::string{to_text(f.verdict)}));
      },
      [](EdgeResumed const& f) {
        return fmt::format("{} resumed {} from sequence {}", to_text(f.edge), to_text(f.partition),
                           f.sequence.value() + 1);
      },
      [](AutoRepairGaveUp const& f) {
        return fmt::format("the platform gave up repairing {} by itself{}{}", to_text(f.edge),
                           f.why.empty() ? "" : ": ", f.why);
      },
      [](GapPolicySet const& f) {
        return fmt::format("gap policy of {} set to {}", f.environment.value(),
                           to_text(f.policy.mode));
      },
      [](SnapshotOrdered const& f) {
        return fmt::format("a snapshot for {} was ordered", to_text(f.edge));
      },
      [](SnapshotOrderedFrom const& f) {
        return fmt::format("a snapshot for {} was ordered from {}", to_text(f.edge), f.control);
      },
      [](SnapshotFetchFailed const& f) {
        return fmt::format("{} could not fetch a snapshot{}{}: {}", to_text(f.edge),
                           f.source.empty() ? "" : " from ", f.source, f.why);
      },
      [](EdgeGapRecorded const& f) {
        return fmt::format("{}'s gap in {} lasted {}; the edge refused {} requests",
                           to_text(f.edge), to_text(f.partition),
                           console::in_short(f.ended_at - f.seen_at), f.refused);
      },
      [](VerifyOrdered const& f) {
        return fmt::format("{} was ordered to verify its snapshot", to_text(f.edge));
      },
      [](GapPolicyApplied const&) { return std::string{}; },
      [](ResumeOrdered const& f) {
        return fmt::format("{} was ordered to resume from {}", to_text(f.edge), f.from.value());
      });
}

std::string of_allocation(AllocationFact const& fact) {
  return match(
      fact, [](AllocationPlanned const&) { return std::string{}; },
      [](AllocationReady const&) { return std::string{}; },
      [](AllocationFailed const& f) {
        return fmt::format("{} failed at {}: {}", to_text(f.allocation), to_text(f.stage),
                           f.reason);
      },
      [](AllocationDraining const&) { return std::string{}; },
      [](AllocationStopped const&) { return std::string{}; },
      [](AllocationStagesReported const&) { return std::string{}; });
}

// `the binding shop-search`, `the migration`.
std::string thing_of(RepairKind repair, std::string_view name) {
  return fmt::format("the {}{}{}", to_text(repair), name.empty() ? "" : " ", name);
}

std::string of_people(PeopleFact const& fact) {
  return match(
      fact,
      [](OwnerNotified const& f) {
        auto const asked =
            f.repair ? ", and asked to repair " + thing_of(*f.repair, f.name) : std::string{};
        return fmt::format("{} was notified about {}{}", f.owner.value(), f.environment.value(),
                           asked);
      },
      [](OwnerRepaired const& f) {
        return fmt::format("the app owner of {} repaired {}{}", f.environment.value(),
                           thing_of(f.repair, f.name),
                           f.release ? " with " + to_text(f.release) : std::string{});
      },
      [](KeyReplaced const& f) {
        return fmt::format("security took the key {} of {} out of use and issued {}", f.taken_out,
                           f.holder, f.issued);
      },
      [](OwnerAcknowledged const& f) {
        return fmt::format("the app owner of {} has read the notice", f.environment.value());
      },
      [](StatementMade const& f) {
        return fmt::format("{} ({}) said: {}", f.person.value(), to_text(f.role), f.text);
      },
      [](OwnerFoundNothing const& f) {
        return fmt::format("the app owner of {} found nothing to repair", f.environment.value());
      },
      [](TeamEscalated const& f) { return fmt::format("escalated to {}", to_text(f.team)); },
      [](TeamAnswered const& f) { return fmt::format("{} answered: {}", to_text(f.team), f.said); },
      [](OwnerStatusPublished const& f) {
        return fmt::format("status of {} published: {}", f.environment.value(), f.says);
      },
      [](OwnerStatusResolved const& f) {
        return fmt::format("status of {} resolved", f.environment.value());
      });
}

std::string percent(Permille rate) { return console::percent(rate.value()); }

std::string of_incident(IncidentFact const& fact) {
  return match(
      fact,
      [](IncidentOpened const& f) {
        return match(
            f.subject,
            [](RouteErrors const& errors) {
              return fmt::format("the alert: {} of requests to {} fail at {} (threshold {})",
                                 percent(errors.observed), errors.route.value(),
                                 to_text(errors.edge), percent(errors.threshold));
            },
            [](EdgeGap const& gap) {
              return fmt::format("the alert: {} has a gap in {}: {}", to_text(gap.edge),
                                 to_text(gap.partition), to_text(gap.cause));
            },
            [](WakeStuck const& stuck) {
              return fmt::format("the alert: {} does not become hot ({})",
                                 stuck.environment.value(), to_text(stuck.operation));
            },
            [](HostDue const& due) {
              return fmt::format("the alert: {} is due for an OS upgrade", to_text(due.host));
            },
            [](DataDamaged const& damaged) {
              return fmt::format("the alert: {} of {} differ from what users wrote",
                                 console::counted(damaged.rows, "row"), damaged.database.value());
            },
            [](DependencyErrors const& errors) {
              return fmt::format("the alert: {} of requests to {} fail at {} (threshold {})",
                                 percent(errors.observed), errors.route.value(),
                                 to_text(errors.edge), percent(errors.threshold));
            });
      },
      [](EnvironmentFrozen const& f) {
        return fmt::format("{} was frozen ({})", f.environment.value(), to_text(f.hold));
      },
      [](EnvironmentUnfrozen const& f) {
        return fmt::format("{} was unfrozen ({})", f.environment.value(), to_text(f.hold));
      },
      [](Classified const& f) { return fmt::format("classified {}", to_text(f.fault_class)); },
      [](Noted const& f) { return fmt::format("noted: {}", f.text); },
      [](ImpactStated const& f) {
        return fmt::format("impact stated: {}, {}", console::counted(f.users, "user"),
                           console::counted(f.minutes, "minute"));
      },
      [](IncidentClosed const& f) { return fmt::format("closed: {}", f.summary); },
      [](EnvironmentPaused const& f) {
        return fmt::format("{} was paused ({})", f.environment.value(), to_text(f.hold));
      },
      [](EnvironmentUnpaused const& f) {
        return fmt::format("{} was unpaused ({})", f.environment.value(), to_text(f.hold));
      });
}

std::string of_probes(ProvidersProbed const& probed) {
  std::string sick;
  for (auto const& probe : probed.providers) {
    if (probe.state == ProviderState::healthy) continue;
    sick += fmt::format(" {} is {}", probe.provider.value(), to_text(probe.state));
  }
  for (auto const& count : probed.bindings) {
    if (count.failed == 0) continue;
    sick +=
        fmt::format(" {}: {} of {} calls failed", count.binding.value(), count.failed, count.calls);
  }
  return sick.empty() ? std::string{} : "providers probed:" + sick;
}

std::string of_providers(ProviderFact const& fact) {
  return match(
      fact,
      [](BindingsProbed const& probed) {
        std::string gone;
        for (auto const& binding : probed.bindings) {
          if (binding.state == BindingState::gone) gone += " " + binding.binding.value();
        }
        return fmt::format("bindings of {} probed: {}{}", probed.environment.value(),
                           gone.empty() ? "all answer" : "gone:", gone);
      },
      [](SecretsProbed const& probed) {
        std::string bad;
        for (auto const& secret : probed.secrets) {
          if (secret.state == SecretState::present) continue;
          bad += fmt::format(" {} ({})", secret.binding.value(), to_text(secret.state));
        }
        return fmt::format("secrets of {} probed:{}", probed.environment.value(),
                           bad.empty() ? " all are present" : bad);
      },
      [](ProvidersProbed const& probed) { return of_probes(probed); },
      [](RegionsChecked const&) { return std::string{}; },
      [](ProviderEstimated const& f) {
        return f.expects ? fmt::format("{} expects to be well by {}", f.provider.value(),
                                       to_text(*f.expects))
                         : fmt::format("{} does not know when it will be well", f.provider.value());
      },
      [](SecretRotated const& f) {
        return fmt::format("{} has a new credential", f.binding.value());
      },
      [](FailoverFenced const& f) {
        return fmt::format("writers of {} in the old region are fenced", f.database.value());
      },
      [](ReplicaPromoted const& f) {
        return fmt::format("{} takes writes in {}", f.database.value(), f.region.value());
      },
      [](JobEnded const& f) {
        return fmt::format("{} {}{}{}", to_text(f.operation),
                           f.result == JobResult::done ? "is done" : "failed",
                           f.why.empty() ? "" : ": ", f.why);
      });
}

std::string of_wake(WakeFact const& fact) {
  return match(
      fact,
      [](WakeAsked const& f) {
        return fmt::format("{} asked for a wake of {} (a request of class {})", to_text(f.edge),
                           f.environment.value(), to_text(f.request_class));
      },
      [](WakeJoined const& f) {
        return fmt::format("{} joined {}", f.edge ? to_text(f.edge) : f.act.by.value(),
                           to_text(f.operation));
      },
      [](WakePlacementFailed const& f) {
        return fmt::format("attempt {} of {} was not placed: {}", f.attempt.value(),
                           to_text(f.operation), f.why);
      },
      [](GateReported const& f) {
        if (f.crossing != GateCrossing::bound) return std::string{};
        return fmt::format("the gate of {} at {} reached a bound", f.environment.value(),
                           to_text(f.edge));
      },
      [](NoticeProposed const& f) {
        return fmt::format("a notice to the app owner of {} was proposed: {}",
                           f.environment.value(), f.seen);
      },
      [](WakeGaveUp const& f) {
        return fmt::format("{} gave up after {}: {}", to_text(f.operation),
                           console::counted(f.attempts, "attempt"), f.why);
      });
}

std::string paths_of(HostDriftFound const& fact) {
  std::string paths;
  for (auto const& drifted : fact.paths) {
    if (!paths.empty()) paths += ", ";
    paths += drifted.path;
  }
  return paths;
}

std::string of_host(HostFact const& fact) {
  return match(
      fact,
      [](PostcheckOrdered const& f) { return fmt::format("postcheck of {}", to_text(f.host)); },
      [](HostPostchecked const& f) {
        return fmt::format("postcheck of {} {}: {}", to_text(f.host),
                           f.result == PostcheckResult::passed ? "passed" : "failed", f.seen);
      },
      [](HostUncordoned const& f) { return fmt::format("{} was uncordoned", to_text(f.host)); },
      [](HostCordoned const& f) { return fmt::format("{} was cordoned", to_text(f.host)); },
      [](HostBrought const& f) {
        return fmt::format("capacity brought {} with {}", to_text(f.host),
                           console::counted(f.slots, "slot"));
      },
      [](HostDriftFound const& f) {
        return fmt::format("{} was changed by hand: {}", to_text(f.host), paths_of(f));
      },
      [](DriftRecorded const& f) {
        return fmt::format("the drift of {} at {} was recorded", to_text(f.host), f.path);
      },
      [](HostRebuilt const& f) {
        return fmt::format("{} was rebuilt and runs {}", to_text(f.host), short_text(f.image));
      },
      [](SessionsDrained const& f) {
        return fmt::format(
            "sessions on {}: of {}, {} ended, {} were stored, {} were cut at the deadline",
            to_text(f.allocation), f.at_start, f.ended, f.stored, f.cut);
      },
      [](SessionsResumed const& f) {
        return fmt::format("{} of {} continue on {}", console::counted(f.sessions, "session"),
                           to_text(f.from), to_text(f.allocation));
      });
}

std::string of_check(DatabaseChecked const& f) {
  if (f.damage.empty()) return fmt::format("the check of {} passed", f.database.value());
  std::string found;
  for (auto const& one : f.damage) {
    found += fmt::format("{}{} {}", found.empty() ? "" : ", ", console::counted(one.rows, "row"),
                         to_text(one.kind));
  }
  return fmt::format("the check of {} found {}", f.database.value(), found);
}

std::string of_database(DatabaseFact const& fact) {
  return match(
      fact,
      [](MigrationApplied const& applied) {
        return fmt::format("{} went from schema {} to {} by {} ({}, {} lost)",
                           applied.database.value(), applied.migration.from.value(),
                           applied.migration.to.value(), applied.migration.name.value(),
                           to_text(applied.migration.kind),
                           console::counted(applied.rows_lost, "row"));
      },
      [](DataDamageReported const& f) {
        return fmt::format("a check of the replica of {}: {}", f.database.value(), f.seen);
      },
      [](DatabaseChecked const& f) { return of_check(f); },
      [](WritersFenced const& f) {
        return fmt::format("writers of {} were fenced ({})", f.database.value(), to_text(f.hold));
      },
      [](FenceInForce const& f) {
        return fmt::format("the fence of {} is in force, at write {}", f.database.value(),
                           f.position.value());
      },
      [](WritersUnfenced const& f) {
        return fmt::format("the fence of {} was lifted ({})", f.database.value(), to_text(f.hold));
      },
      [](WritersAdmitted const& f) {
        return fmt::format("writers of {} are admitted again", f.database.value());
      });
}

std::string of_restore(RestoreFact const& fact) {
  return match(
      fact,
      [](RestorePlanned const& f) {
        return fmt::format("{}: a restore of {} was planned", to_text(f.operation),
                           f.database.value());
      },
      [](RestoreBegun const& f) {
        return fmt::format("{}: a copy ({}) was begun", to_text(f.operation), to_text(f.method));
      },
      [](RestoreReady const& f) {
        return fmt::format("{}: the copy reached write {}, with {} damaged", to_text(f.operation),
                           f.reached.value(), console::counted(f.damaged, "row"));
      },
      [](CutoverOrdered const& f) {
        return fmt::format("{}: the cut-over was ordered", to_text(f.operation));
      },
      [](CutOver const& f) {
        return fmt::format("{}: the copy serves, with the writes up to {}", to_text(f.operation),
                           f.kept.value());
      },
      [](ReconcileOrdered const& f) {
        return fmt::format("{}: the events of {}: {}", to_text(f.operation), f.consumer.value(),
                           to_text(f.choice));
      },
      [](ConsumerSettled const& f) {
        return fmt::format("{}: {} of {} are settled", to_text(f.operation),
                           console::counted(f.events, "event"), f.consumer.value());
      });
}

std::string of_operator(OperatorFact const& fact) {
  return match(
      fact, [](Queried const& f) { return "queried: " + shortened(f.act.line, line_width); },
      [](Checked const& f) {
        return f.act.line.empty()
                   ? fmt::format("{} {}: {}", f.verb, f.object, f.finding)
                   : fmt::format("checked: {} ({})", shortened(f.act.line, line_width), f.finding);
      },
      [](CommandRefused const& f) {
        return fmt::format("refused {} ({}): {}", f.code, f.rule,
                           shortened(f.act.line, line_width));
      },
      [](HintGiven const& f) { return fmt::format("a hint was taken: {}", f.text); },
      [](Waited const& f) {
        return fmt::format("waited: {}{}", shortened(f.act.line, line_width),
                           f.result == WaitResult::at_most ? " (timed out)" : "");
      });
}

}  // namespace

std::string sentence(Fact const& fact) {
  return match(
      fact, [](RunFact const&) { return std::string{}; },
      [](InitialFact const&) { return std::string{}; },
      [](OperationFact const& f) { return of_operation(f); },
      [](RouteFact const& f) {
        return match(
            f,
            [](RouteOwnerMoved const& moved) {
              return fmt::format("{} answers with {} instead of {} (epoch {}, by {})",
                                 moved.route.value(), to_text(moved.to), to_text(moved.from),
                                 moved.epoch.value(), to_text(moved.operation));
            },
            [](PartitionReopened const& reopened) {
              return fmt::format("the stream of {} was opened again, under baseline {}",
                                 to_text(reopened.partition), reopened.baseline.value());
            });
      },
      [](EdgeFact const& f) { return of_edge(f); },
      [](AllocationFact const& f) { return of_allocation(f); },
      [](DatabaseFact const& f) { return of_database(f); },
      [](ProviderFact const& f) { return of_providers(f); },
      [](PeopleFact const& f) { return of_people(f); },
      [](IncidentFact const& f) { return of_incident(f); },
      [](OperatorFact const& f) { return of_operator(f); },
      [](WakeFact const& f) { return of_wake(f); }, [](HostFact const& f) { return of_host(f); },
      // The answer to a query, which has its own entry.
      [](ArtifactFact const&) { return std::string{}; },
      [](RestoreFact const& f) { return of_restore(f); });
}

}  // namespace studylab::debrief
