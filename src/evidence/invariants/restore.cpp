#include "evidence/invariants/restore.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

struct KnownRestore {
  DatabaseName database;
  bool planned = false;
  std::optional<CutOver> cut_over;
  std::set<ConsumerName> settled;
};

struct KnownDatabase {
  EnvironmentName environment;
  SchemaVersion schema;
  std::optional<CommitPosition> fence;  // in force, at this position
  EntryId fenced;
  bool owner_moved = false;  // since the fence
  bool restored = false;     // since the fence
  std::uint64_t damaged = 0;
  std::set<ReleaseId> wrong_writers;
};

class RestoreWalk {
 public:
  explicit RestoreWalk(std::vector<Violation>& found) : found_(found) {}

  void entry(FactEntry const& entry) {
    at_ = entry.id;
    if (auto const* f = std::get_if<InitialFact>(&entry.fact.subjects())) initial(*f);
    if (auto const* f = std::get_if<DatabaseFact>(&entry.fact.subjects())) database(*f);
    if (auto const* f = std::get_if<RestoreFact>(&entry.fact.subjects())) restore(*f);
    if (auto const* f = fact_if<OperationRequested>(entry.fact)) request(*f);
    if (auto const* f = fact_if<RouteOwnerMoved>(entry.fact)) move(*f);
  }

 private:
  void broken(std::string_view rule, std::string what) {
    found_.push_back(Violation{rule, at_, std::move(what)});
  }

  void initial(InitialFact const& fact) {
    if (auto const* f = std::get_if<DatabaseRegistered>(&fact)) {
      databases_[f->database].environment = f->environment;
      databases_[f->database].schema = f->schema;
    }
    if (auto const* f = std::get_if<BackupRecorded>(&fact)) {
      sources_[{f->database, f->backup}] = f->source;
    }
    if (auto const* f = std::get_if<RouteOwnerRecorded>(&fact))
      owners_[f->environment] = f->release;
    if (auto const* f = std::get_if<ReleaseRegistered>(&fact)) releases_[f->release] = f->digest;
    if (auto const* f = std::get_if<ArtifactStored>(&fact)) artifacts_[f->digest] = f->manifest;
  }

  void request(OperationRequested const& f) {
    auto const* restore = std::get_if<requests::Restore>(&f.request);
    if (restore != nullptr) restores_[f.operation].database = restore->database;
  }

  void move(RouteOwnerMoved const& f) {
    owners_[f.environment] = f.to;
    for (auto& [name, database] : databases_) {
      if (database.environment == f.environment) database.owner_moved = true;
    }
  }

  // --- databases ---

  void database(DatabaseFact const& fact) {
    match(
        fact, [&](MigrationApplied const& f) { databases_[f.database].schema = f.migration.to; },
        [](DataDamageReported const&) {},
        [&](DatabaseChecked const& f) {
          auto& of = databases_[f.database];
          of.damaged = f.damage.size();
          for (auto const& one : f.damage) {
            if (one.release) of.wrong_writers.insert(one.release);
          }
          if (of.fence && !of.restored && f.position > *of.fence) {
            broken("DR2", fmt::format("{} took writes up to {} under a fence in force at {}",
                                      f.database.value(), f.position.value(), of.fence->value()));
          }
        },
        [&](WritersFenced const& f) {
          auto& of = databases_[f.database];
          if (!of.fenced) of.owner_moved = of.restored = false;
          of.fenced = at_;
        },
        [&](FenceInForce const& f) { databases_[f.database].fence = f.position; },
        [&](WritersUnfenced const& f) { unfence(f); }, [](WritersAdmitted const&) {});
  }

  void unfence(WritersUnfenced const& f) {
    auto& of = databases_[f.database];
    for (auto const& [id, restore] : restores_) {
      if (restore.database != f.database || !restore.cut_over) continue;
      for (auto const& events : restore.cut_over->events) {
        bool const any = events.processed + events.unprocessed > 0;
        if (!any || restore.settled.contains(events.consumer)) continue;
        broken("DRN3",
               fmt::format("the fence of {} was lifted before the events of {} were settled",
                           f.database.value(), events.consumer.value()));
      }
    }
    if (of.restored && !fits(of)) {
      broken("DR4", fmt::format("the fence of {} was lifted with a release that does not fit",
                                f.database.value()));
    }
    if (has_wrong_writer(of)) {
      broken("DR4", fmt::format("the fence of {} was lifted while its owner writes wrong rows",
                                f.database.value()));
    }
    if (of.owner_moved && !of.restored && of.damaged > 0) {
      broken("DRN1", fmt::format("the fence of {} was lifted on damaged data after the owner moved",
                                 f.database.value()));
    }
    of.fence.reset();
    of.fenced = EntryId{};
  }

  bool has_wrong_writer(KnownDatabase const& of) const {
    auto const owner = owners_.find(of.environment);
    if (owner == owners_.end()) return false;
    return std::ranges::any_of(of.wrong_writers, [&](ReleaseId release) {
      auto const wrong = releases_.find(release);
      auto const owns = releases_.find(owner->second);
      return wrong != releases_.end() && owns != releases_.end() && wrong->second == owns->second;
    });
  }

  bool fits(KnownDatabase const& of) const {
    auto const owner = owners_.find(of.environment);
    if (owner == owners_.end()) return true;
    auto const digest = releases_.find(owner->second);
    auto const artifact =
        digest == releases_.end() ? artifacts_.end() : artifacts_.find(digest->second);
    if (artifact == artifacts_.end()) return true;
    auto const& manifest = artifact->second;
    return manifest.reads && manifest.writes && manifest.reads->holds(of.schema) &&
           manifest.writes->holds(of.schema);
  }

  // --- restores ---

  void restore(RestoreFact const& fact) {
    match(
        fact, [&](RestorePlanned const& f) { restores_[f.operation].planned = true; },
        [&](RestoreBegun const& f) { begin(f); }, [](RestoreReady const&) {},
        [](CutoverOrdered const&) {}, [&](CutOver const& f) { cut_over(f); },
        [](ReconcileOrdered const&) {},
        [&](ConsumerSettled const& f) {
          restores_[f.operation].settled.insert(f.consumer);
          if (f.lost + f.doubled == 0) return;
          broken("DRN3", fmt::format("{} lost {} events and doubled {}", f.consumer.value(), f.lost,
                                     f.doubled));
        });
  }

  void begin(RestoreBegun const& f) {
    auto const& restore = restores_[f.operation];
    if (!restore.planned) broken("DR1", to_text(f.operation) + " ran without a plan");
    auto const& of = databases_[restore.database];
    if (!of.fence) {
      broken("DR2", fmt::format("{} ran while writers were not fenced", to_text(f.operation)));
    }
    auto const source = sources_.find({restore.database, f.base});
    if (source != sources_.end() && source->second != of.environment) {
      broken("DRN2", fmt::format("{} restores {} from data of {}", to_text(f.operation),
                                 restore.database.value(), source->second.value()));
    }
  }

  void cut_over(CutOver const& f) {
    auto& of = databases_[f.database];
    if (of.fence && *of.fence != f.ended) {
      broken("DR2", fmt::format("{} had writes up to {} under a fence in force at {}",
                                f.database.value(), f.ended.value(), of.fence->value()));
    }
    of.restored = true;
    of.schema = f.schema;
    // Where it replaces the copy of another restore, the events past its own point are settled.
    for (auto& [id, other] : restores_) {
      if (other.database == f.database) other.cut_over.reset();
    }
    restores_[f.operation].cut_over = f;
  }

  std::vector<Violation>& found_;
  EntryId at_;
  std::map<DatabaseName, KnownDatabase> databases_;
  std::map<std::pair<DatabaseName, BackupName>, EnvironmentName> sources_;
  std::map<OperationId, KnownRestore> restores_;
  std::map<EnvironmentName, ReleaseId> owners_;
  std::map<ReleaseId, Digest> releases_;
  std::map<Digest, Manifest> artifacts_;
};

}  // namespace

void restore_violations(std::span<FactEntry const> platform, std::vector<Violation>& found) {
  RestoreWalk walk{found};
  for (auto const& entry : platform) walk.entry(entry);
}

}  // namespace studylab::evidence
