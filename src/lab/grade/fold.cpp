#include "lab/grade/fold.h"

#include <algorithm>

#include "lab/grade/clues.h"
#include "lab/grade/find_incident.h"

namespace studylab::grade {
namespace {

// A query, a note or a report of a state changes nothing.
bool changes_something(Fact const& fact) {
  return match(
      fact, [](RunFact const&) { return true; }, [](InitialFact const&) { return true; },
      [](OperationFact const&) { return true; }, [](RouteFact const&) { return true; },
      [](EdgeFact const& f) {
        return !std::holds_alternative<RequestsObserved>(f) &&
               !std::holds_alternative<EdgeViewReported>(f);
      },
      [](AllocationFact const&) { return true; }, [](DatabaseFact const&) { return true; },
      [](ProviderFact const&) { return false; },
      [](PeopleFact const& f) {
        if (auto const* asked = std::get_if<TeamEscalated>(&f)) return acts(asked->team);
        if (auto const* answered = std::get_if<TeamAnswered>(&f)) return acts(answered->team);
        return true;
      },
      [](IncidentFact const& f) { return !std::holds_alternative<Noted>(f); },
      [](OperatorFact const&) { return false; });
}

}  // namespace

Fold::Fold(std::span<FactEntry const> entries, AnswerKey const& key) {
  run_.entries = entries;
  run_.incident = find_incident(entries);
  run_.clues.reserve(key.clues.size());
  for (auto const clue : key.clues) run_.clues.push_back({clue, {}, {}});
  run_.observations.reserve(entries.size() / 2);
}

void Fold::take(FactEntry const& entry) {
  now_ = &entry;
  run_.end = entry.id;
  run_.ended_at = entry.at;
  if (!run_.incident) return;
  match(
      entry.fact, [](RunFact const&) {}, [&](InitialFact const& f) { fold_initial(f); },
      [&](OperationFact const& f) { take_operation(f); },
      [&](RouteFact const& f) { take_route(f); }, [&](EdgeFact const& f) { take_edge(f); },
      [](AllocationFact const&) {}, [&](DatabaseFact const& f) { take_database(f); },
      [&](ProviderFact const& f) { take_provider(f); },
      [&](PeopleFact const& f) { take_people(f); },
      [&](IncidentFact const& f) { take_incident(f); },
      [&](OperatorFact const& f) { take_operator(f); });
  if (changes_something(entry.fact)) changed_ = entry.id;
}

Run Fold::finish() && { return std::move(run_); }

void Fold::fold_initial(InitialFact const& fact) {
  match(
      fact, [](AppRegistered const&) {}, [](EnvironmentDeclared const&) {},
      [&](ArtifactStored const& f) { run_.artifacts.emplace_back(now_->id, &f); },
      [](ArtifactGone const&) {},
      [&](ReleaseRegistered const& f) {
        run_.releases.push_back({&f, now_->id, !f.served.empty()});
      },
      [](ProviderRegistered const&) {}, [](BindingDeclared const&) {},
      [&](DatabaseRegistered const& f) { see_schema(f.database, f.schema); },
      [](HostRegistered const&) {}, [](PartitionOpened const&) {},
      [&](RouteOwnerRecorded const& f) {
        if (f.route == route_of(*run_.incident->opened)) own(f.release);
      },
      [&](EdgeRegistered const& f) { edge_of(f.edge); }, [](AllocationRecorded const&) {},
      [&](OperationRecorded const& f) {
        operations_.push_back({f.operation, &studylab::environment_of(f.request)});
      });
}

void Fold::take_operation(OperationFact const& fact) {
  match(
      fact, [&](OperationRequested const& f) { request(f); },
      [&](OperationRetried const& f) { retry(f); },
      [&](PolicyChecked const& f) {
        if (auto* repair = repair_of(f.operation)) repair->verdict = f.database;
      },
      [&](StageReached const& f) { reach(f); },
      [&](OperationCancelled const& f) {
        add_hold(f.act, environment_of(f.operation));
        if (auto* repair = repair_of(f.operation)) {
          repair->ended = now_->id;
          repair->ending = Ending::failed;
        }
      },
      [](LateReportIgnored const&) {});
}

void Fold::request(OperationRequested const& fact) {
  operations_.push_back({fact.operation, &studylab::environment_of(fact.request)});
  if (fact.act.line.empty()) return;  // the platform's own
  auto const verb = [&] {
    switch (kind_of(fact.request)) {
      case OperationKind::rollback: return RepairVerb::rollback;
      case OperationKind::edge_repair: return RepairVerb::rebaseline;
      case OperationKind::restart: return RepairVerb::restart;
      case OperationKind::promotion:
      case OperationKind::migration:
      case OperationKind::build: return RepairVerb::deploy;
    }
    return RepairVerb::deploy;
  }();
  auto& repair = add_repair(verb, fact.act);
  repair.operation = fact.operation;
  repair.release = release_of(fact.request);
  if (auto const* promotion = std::get_if<requests::Promotion>(&fact.request)) {
    repair.forward_fix = promotion->forward_fix;
  }
  if (auto const* restart = std::get_if<requests::Restart>(&fact.request)) {
    repair.allocation = restart->allocation;
  }
  if (auto const* edge_repair = std::get_if<requests::EdgeRepair>(&fact.request)) {
    repair.edge = edge_repair->edge;
    repair.condition = condition_of(edge_of(edge_repair->edge));
  } else {
    repair.environment = &studylab::environment_of(fact.request);
  }
}

void Fold::retry(OperationRetried const& fact) {
  auto* earlier = repair_of(fact.operation);
  if (earlier != nullptr) {  // goes on with what the operator began
    earlier->ended = EntryId{};
    earlier->ending = Ending::open;
  }
  auto& again = add_repair(RepairVerb::retry, fact.act);
  again.operation = fact.operation;
  again.environment = environment_of(fact.operation);
}

void Fold::reach(StageReached const& fact) {
  // A restart stops an allocation as soon as it is under way.
  auto* begun = latest_of(fact.operation);
  bool const stops = begun != nullptr && begun->verb == RepairVerb::restart &&
                     (fact.stage == Stage::running || fact.stage == Stage::healthy);
  if (stops && !begun->moved) begun->moved = now_->id;
  if (!studylab::ended(fact.stage)) return;
  for (auto& repair : run_.repairs) {
    if (!fact.operation || repair.operation != fact.operation || repair.ended) continue;
    repair.ended = now_->id;
    repair.ending = fact.stage == Stage::healthy ? Ending::well : Ending::failed;
  }
}

void Fold::take_route(RouteFact const& fact) {
  match(fact, [&](RouteOwnerMoved const& f) {
    auto* repair = latest_of(f.operation);
    if (repair != nullptr && !repair->moved) repair->moved = now_->id;
    if (f.route != route_of(*run_.incident->opened)) return;
    own(f.to);
    if (auto* began = repair_of(f.operation); began != nullptr && !began->effect) {
      began->effect = now_->id;
    }
  });
}

void Fold::take_database(DatabaseFact const& fact) {
  match(fact, [&](MigrationApplied const& f) {
    see_schema(f.database, f.migration.to);
    if (f.operation != run_.incident->operation) return;
    run_.migration = &f;
    run_.migration_entry = now_->id;
  });
}

// A release's own history has no place for the time in which it still owns the route.
void Fold::own(ReleaseId owner) {
  run_.owners.emplace_back(now_->id, owner);
  if (now_->id > run_.incident->entry) return;
  for (auto& release : run_.releases) {
    if (release.registered->release == owner) release.served = true;
  }
}

void Fold::see_schema(DatabaseName const& database, SchemaVersion version) {
  if (database != run_.incident->environment->database) return;
  run_.schema = {version, now_->id, EntryId{}};
}

bool Fold::is_incident(EnvironmentName const& environment) const {
  return studylab::environment_of(*run_.incident->opened) == environment;
}

EnvironmentName const* Fold::environment_of(OperationId operation) const {
  auto const found = std::ranges::find(operations_, operation, &OperationSeen::id);
  return found == operations_.end() ? nullptr : found->environment;
}

// The repair that began the operation; a retry of it is another.
RepairAct* Fold::repair_of(OperationId operation) {
  auto const found = std::ranges::find(run_.repairs, operation, &RepairAct::operation);
  bool const its_own = operation && found != run_.repairs.end() && found->verb != RepairVerb::retry;
  return its_own ? &*found : nullptr;
}

// The latest command that began the operation or tried it again.
RepairAct* Fold::latest_of(OperationId operation) {
  if (!operation) return nullptr;
  for (auto act = run_.repairs.rbegin(); act != run_.repairs.rend(); ++act) {
    if (act->operation == operation) return &*act;
  }
  return nullptr;
}

RepairAct* Fold::repair_of(NoticeId notice) {
  auto const found = std::ranges::find(run_.repairs, notice, &RepairAct::notice);
  return notice && found != run_.repairs.end() ? &*found : nullptr;
}

Run read_run(std::span<FactEntry const> entries, AnswerKey const& key) {
  Fold fold{entries, key};
  for (auto const& entry : entries) fold.take(entry);
  return std::move(fold).finish();
}

ReleaseSeen const* find_release(Run const& run, ReleaseId id) {
  auto const found = std::ranges::find_if(
      run.releases, [&](ReleaseSeen const& seen) { return seen.registered->release == id; });
  return found == run.releases.end() ? nullptr : &*found;
}

Manifest const* manifest_of(Run const& run, Digest const& digest) {
  for (auto const& [entry, stored] : run.artifacts) {
    if (stored->digest == digest) return &stored->manifest;
  }
  return nullptr;
}

Observation const* find_observation(Run const& run, EntryId entry) {
  auto const found = std::ranges::lower_bound(run.observations, entry, {}, &Observation::entry);
  return found != run.observations.end() && found->entry == entry ? &*found : nullptr;
}

}  // namespace studylab::grade
