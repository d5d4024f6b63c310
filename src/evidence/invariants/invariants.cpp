#include "evidence/invariants/invariants.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "evidence/invariants/gap.h"
#include "evidence/invariants/host.h"
#include "evidence/invariants/provider.h"
#include "evidence/invariants/restore.h"
#include "evidence/invariants/wake.h"
#include "model/owner_table.h"

namespace studylab::evidence {
namespace {

struct Owner {
  ReleaseId release;
  KeyEpoch epoch;
  PartitionId partition;
};

struct Moving {
  OperationKind kind = OperationKind::promotion;
  ForwardFix forward_fix = ForwardFix::no;
  EnvironmentName environment;
  std::optional<DatabaseVerdict> verdict;
  Attempt attempt{1};
  std::set<std::uint32_t> moved_in;  // attempts
};

struct Schema {
  EnvironmentName environment;
  SchemaVersion version;
};

// Walks a chain once, and keeps only what the invariants need.
class Walk {
 public:
  std::vector<Violation> found;

  void entry(FactEntry const& entry) {
    at_ = entry.id;
    match(
        entry.fact, [](RunFact const&) {}, [&](InitialFact const& f) { initial(f); },
        [&](OperationFact const& f) { operation(f); },
        [&](RouteFact const& f) {
          match(
              f, [&](RouteOwnerMoved const& moved) { move(moved); },
              [&](PartitionReopened const& reopened) { reopen(reopened); });
        },
        [&](EdgeFact const& f) { edge(f); }, [&](AllocationFact const& f) { allocation(f); },
        [&](DatabaseFact const& f) {
          auto const* m = std::get_if<MigrationApplied>(&f);
          if (m != nullptr) databases_[m->database].version = m->migration.to;
        },
        [](ProviderFact const&) {}, [](PeopleFact const&) {},
        [&](IncidentFact const& f) { incident(f); }, [](OperatorFact const&) {},
        [&](WakeFact const& f) { wake(f); }, [](HostFact const&) {}, [](ArtifactFact const&) {},
        [&](RestoreFact const& f) {
          auto const* cut = std::get_if<CutOver>(&f);
          if (cut != nullptr) databases_[cut->database].version = cut->schema;
        });
  }

 private:
  void broken(std::string_view rule, std::string what) {
    found.push_back(Violation{rule, at_, std::move(what)});
  }

  void initial(InitialFact const& fact) {
    if (auto const* f = std::get_if<ArtifactStored>(&fact)) artifacts_[f->digest] = f->manifest;
    if (auto const* f = std::get_if<ReleaseRegistered>(&fact)) {
      releases_[f->release] = f->digest;
      if (!f->served.empty()) served_.insert({f->environment, f->release});
    }
    if (auto const* f = std::get_if<DatabaseRegistered>(&fact)) {
      databases_[f->database] = Schema{f->environment, f->schema};
    }
    if (auto const* f = std::get_if<SleepPolicyDeclared>(&fact))
      sleep_policies_[f->environment] = *f;
    if (auto const* f = std::get_if<PartitionOpened>(&fact)) tables_[f->partition] = {OwnerTable{}};
    if (auto const* f = std::get_if<RouteOwnerRecorded>(&fact)) {
      owners_[f->route] = Owner{f->release, f->epoch, f->partition};
      served_.insert({f->environment, f->release});
      put(f->partition, f->route, f->release, f->epoch, f->sequence);
    }
    if (auto const* f = std::get_if<AllocationRecorded>(&fact)) planned_[f->allocation] = f->digest;
    if (auto const* f = std::get_if<OperationRecorded>(&fact)) {
      operations_[f->operation] = Moving{studylab::kind_of(f->request),
                                         ForwardFix::no,
                                         environment_of(f->request),
                                         {},
                                         Attempt{1},
                                         {}};
    }
  }

  void put(PartitionId partition, RouteKey const& route, ReleaseId release, KeyEpoch epoch,
           RouteSequence sequence) {
    auto& tables = tables_[partition];
    if (sequence.value() != tables.size() + 1) {
      broken("BD4", fmt::format("sequence {} of {} follows {}", sequence.value(),
                                to_text(partition), tables.size()));
      return;
    }
    auto table = tables.empty() ? OwnerTable{} : tables.back();
    table.put({route, release, epoch});
    tables.push_back(std::move(table));
  }

  // The first event of a new stream takes a sequence and leaves the table as it is.
  void reopen(PartitionReopened const& f) {
    auto& tables = tables_[f.partition];
    if (tables.empty() || f.sequence.value() != tables.size() + 1) {
      broken("BD4", fmt::format("the stream of {} begins at {}, after {}", to_text(f.partition),
                                f.sequence.value(), tables.size()));
      return;
    }
    tables.push_back(OwnerTable{tables.back()});
  }

  void operation(OperationFact const& fact) {
    match(
        fact,
        [&](OperationRequested const& f) {
          auto const* promotion = std::get_if<requests::Promotion>(&f.request);
          operations_[f.operation] = Moving{studylab::kind_of(f.request),
                                            promotion ? promotion->forward_fix : ForwardFix::no,
                                            environment_of(f.request),
                                            {},
                                            Attempt{1},
                                            {}};
        },
        [&](OperationRetried const& f) { operations_[f.operation].attempt = f.attempt; },
        [&](PolicyChecked const& f) { operations_[f.operation].verdict = f.database; },
        [](StageReached const&) {}, [](OperationCancelled const&) {},
        [](LateReportIgnored const&) {});
  }

  void move(RouteOwnerMoved const& f) {
    auto& operation = operations_[f.operation];
    auto& owner = owners_[f.route];
    bool const promotion = operation.kind == OperationKind::promotion;
    if (promotion && operation.forward_fix == ForwardFix::no && frozen_.contains(f.environment)) {
      broken("BD1", fmt::format("{} moved the owner of frozen {}", to_text(f.operation),
                                f.environment.value()));
    }
    if (f.epoch != next(owner.epoch) || f.from != owner.release) {
      broken("BD4", fmt::format("{} moved {} from {} at epoch {}; it was {} at {}",
                                to_text(f.operation), f.route.value(), to_text(f.from),
                                f.epoch.value(), to_text(owner.release), owner.epoch.value()));
    }
    if (!operation.moved_in.insert(operation.attempt.value()).second) {
      broken("OP3", fmt::format("{} moved the owner twice", to_text(f.operation)));
    }
    if (operation.kind == OperationKind::rollback) check_rollback(f, operation);
    served_.insert({f.environment, f.to});
    owner = Owner{f.to, f.epoch, f.partition};
    put(f.partition, f.route, f.to, f.epoch, f.sequence);
  }

  void check_rollback(RouteOwnerMoved const& f, Moving const& operation) {
    if (!served_.contains({f.environment, f.to})) {
      broken("BDN1", fmt::format("{} rolled back to {}, which never ran in {}",
                                 to_text(f.operation), to_text(f.to), f.environment.value()));
    }
    bool const compatible = operation.verdict == DatabaseVerdict::compatible;
    if (!compatible || !fits(f.environment, f.to)) {
      broken("BDN3", fmt::format("{} rolled back to {}, which does not fit the database",
                                 to_text(f.operation), to_text(f.to)));
    }
  }

  bool fits(EnvironmentName const& environment, ReleaseId release) {
    auto const& manifest = artifacts_[releases_[release]];
    for (auto const& [name, schema] : databases_) {
      if (schema.environment != environment) continue;
      return manifest.reads && manifest.writes && manifest.reads->holds(schema.version) &&
             manifest.writes->holds(schema.version);
    }
    return false;
  }

  void allocation(AllocationFact const& fact) {
    match(
        fact, [&](AllocationPlanned const& f) { planned_[f.allocation] = f.digest; },
        [&](AllocationReady const& f) {
          if (planned_[f.allocation] != f.digest) {
            broken("BD4", fmt::format("{} runs a different digest from the one that was planned",
                                      to_text(f.allocation)));
          }
          if (!probe_passed(f.probe_status)) {
            broken("SWN3", fmt::format("{} is ready on a probe that answered {}",
                                       to_text(f.allocation), f.probe_status));
          }
        },
        [](AllocationFailed const&) {}, [](AllocationDraining const&) {},
        [](AllocationStopped const&) {}, [](AllocationStagesReported const&) {});
  }

  void snapshot(SnapshotChecked const& f) {
    auto& good = baselines_[f.edge];
    if (f.verdict == SnapshotVerdict::good) {
      good[f.partition] = f.sequence;
    } else {
      good.erase(f.partition);
    }
  }

  void resume(ResumeOrdered const& f) {
    bool const follows = std::ranges::any_of(
        baselines_[f.edge], [&](auto const& good) { return f.from == next(good.second); });
    if (follows) return;
    broken("RGN1",
           fmt::format("{} was ordered to resume at {}, which does not follow a snapshot of it",
                       to_text(f.edge), f.from.value()));
  }

  // An edge without a gap has the table of its applied sequence.
  void edge(EdgeFact const& fact) {
    if (auto const* f = std::get_if<SnapshotChecked>(&fact)) return snapshot(*f);
    if (auto const* f = std::get_if<ResumeOrdered>(&fact)) return resume(*f);
    auto const* view = std::get_if<EdgeViewReported>(&fact);
    if (view == nullptr) return;
    for (auto const& partition : view->partitions) {
      check_keys(view->edge, partition);
      if (partition.gap != GapCause::none) continue;
      auto const& tables = tables_[partition.partition];
      auto const at = partition.applied.value();
      if (at == 0 || at > tables.size()) {
        broken("RGN1", fmt::format("{} reports {} as applied, which does not exist",
                                   to_text(view->edge), at));
        continue;
      }
      // A table edited by hand is BDN2's concern: its checksum is not the expected one.
      if (partition.computed != partition.expected) continue;
      if (table_checksum(partition.owners) != tables[at - 1].checksum()) {
        broken("RGN1", fmt::format("{}'s table at {} of {} differs from the ledger's",
                                   to_text(view->edge), at, to_text(partition.partition)));
      }
    }
  }

  // An edit by hand changes owners. Only a snapshot can lack one.
  void check_keys(EdgeId edge, PartitionView const& view) {
    auto const& tables = tables_[view.partition];
    auto const at = view.applied.value();
    if (view.computed == view.expected || at == 0 || at > tables.size()) return;
    auto const recorded = tables[at - 1].owners().size();
    if (view.owners.size() >= recorded) return;
    broken("RG3",
           fmt::format("{}'s table at {} of {} has {} keys, not {}: its snapshot was cut off",
                       to_text(edge), at, to_text(view.partition), view.owners.size(), recorded));
  }

  // A gate holds no more, and no longer, than its environment declared.
  void wake(WakeFact const& fact) {
    auto const* report = std::get_if<GateReported>(&fact);
    if (report == nullptr) return;
    auto const policy = sleep_policies_.find(report->environment);
    if (policy == sleep_policies_.end()) return;
    for (auto const& row : report->rows) gate(*report, row, policy->second);
  }

  void gate(GateReported const& report, GateRow const& row, SleepPolicyDeclared const& policy) {
    bool const safe = row.request_class == RequestClass::safe;
    bool const idempotent = row.request_class == RequestClass::idempotent;
    auto const bound = safe ? policy.safe : idempotent ? policy.idempotent : HoldBound{};
    if (!safe && (row.waiting > bound.requests || row.bytes > bound.bytes)) {
      broken("SWN1", fmt::format("{} holds {} {} requests of {}; at most {} may wait",
                                 to_text(report.edge), row.waiting, to_text(row.request_class),
                                 report.environment.value(), bound.requests));
    }
    auto const longest = std::min(bound.time, policy.budget);
    if (!row.oldest || report.until - *row.oldest < longest || row.waiting == 0) return;
    // A bound of none is the finding above.
    if (!safe && bound.requests == 0) return;
    broken("SW4",
           fmt::format("a request of {} has waited at {} for {}; it may wait for {}",
                       report.environment.value(), to_text(report.edge),
                       studylab::to_text(report.until - *row.oldest), studylab::to_text(longest)));
  }

  void incident(IncidentFact const& fact) {
    if (auto const* f = std::get_if<EnvironmentFrozen>(&fact)) frozen_.insert(f->environment);
    if (auto const* f = std::get_if<EnvironmentUnfrozen>(&fact)) frozen_.erase(f->environment);
  }

  EntryId at_;
  std::map<RouteKey, Owner> owners_;
  std::map<OperationId, Moving> operations_;
  std::set<EnvironmentName> frozen_;
  std::set<std::pair<EnvironmentName, ReleaseId>> served_;
  std::map<ReleaseId, Digest> releases_;
  std::map<Digest, Manifest> artifacts_;
  std::map<DatabaseName, Schema> databases_;
  std::map<AllocationId, Digest> planned_;
  std::map<EnvironmentName, SleepPolicyDeclared> sleep_policies_;
  // The table after sequence N is at N - 1. Consecutive tables share all but one path of their
  // trees.
  std::map<PartitionId, std::vector<OwnerTable>> tables_;
  std::map<EdgeId, std::map<PartitionId, RouteSequence>> baselines_;  // snapshots found good
};

}  // namespace

std::vector<Violation> violations(std::span<FactEntry const> platform) {
  Walk walk;
  for (auto const& entry : platform) walk.entry(entry);
  gap_violations(platform, walk.found);
  wake_violations(platform, walk.found);
  host_violations(platform, walk.found);
  restore_violations(platform, walk.found);
  provider_violations(platform, walk.found);
  return std::move(walk.found);
}

}  // namespace studylab::evidence
