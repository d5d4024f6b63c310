#include "lab/grade/fold.h"

#include <algorithm>

#include "lab/grade/call.h"
#include "lab/grade/clues.h"

namespace studylab::grade {
namespace {

// What is only seen or said leaves everything as it was.
bool changes_something(Fact const& fact) {
  return match(
      fact, [](RunFact const&) { return true; }, [](InitialFact const&) { return true; },
      [](OperationFact const&) { return true; }, [](RouteFact const&) { return true; },
      [](EdgeFact const& f) {
        return !std::holds_alternative<RequestsObserved>(f) &&
               !std::holds_alternative<EdgeViewReported>(f);
      },
      [](AllocationFact const&) { return true; }, [](DatabaseFact const&) { return true; },
      [](ProviderFact const&) { return false; }, [](PeopleFact const&) { return true; },
      [](IncidentFact const& f) { return !std::holds_alternative<Noted>(f); },
      [](OperatorFact const&) { return false; });
}

}  // namespace

Fold::Fold(std::span<FactEntry const> entries, drill::AnswerKey const& key) {
  run_.entries = entries;
  run_.incident = find_incident(entries);
  run_.clues.reserve(key.clues.size());
  for (auto const& clue : key.clues) run_.clues.push_back({clue.fact, {}});
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
      [&](ArtifactStored const& f) { run_.artifacts.push_back(&f); }, [](ArtifactGone const&) {},
      [&](ReleaseRegistered const& f) {
        run_.releases.push_back({&f, now_->id, !f.served.empty()});
      },
      [](ProviderRegistered const&) {}, [](BindingDeclared const&) {},
      [](DatabaseRegistered const&) {}, [](HostRegistered const&) {}, [](PartitionOpened const&) {},
      [&](RouteOwnerRecorded const& f) {
        if (f.route == run_.incident->opened->route) own(f.release);
      },
      [&](EdgeRegistered const& f) { edge_of(f.edge); }, [](AllocationRecorded const&) {},
      [&](OperationRecorded const& f) { operations_.push_back({f.operation, &f.environment}); });
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
        if (auto* repair = repair_of(f.operation)) repair->ended = now_->id;
      },
      [](LateReportIgnored const&) {});
}

void Fold::request(OperationRequested const& fact) {
  operations_.push_back({fact.operation, &fact.environment});
  if (fact.act.line.empty()) return;  // the platform's own
  auto const verb = [&] {
    switch (fact.kind) {
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
  repair.release = fact.release;
  repair.forward_fix = fact.forward_fix;
  if (verb == RepairVerb::rebaseline) {
    repair.edge = fact.edge;
    repair.edge_behind = behind(edge_of(fact.edge));
  } else {
    repair.environment = &fact.environment;
  }
}

void Fold::retry(OperationRetried const& fact) {
  auto* earlier = repair_of(fact.operation);
  if (earlier != nullptr) {  // goes on with what the operator began
    earlier->ended = EntryId{};
    earlier->healthy = false;
  }
  auto& again = add_repair(RepairVerb::retry, fact.act);
  again.operation = fact.operation;
  again.environment = environment_of(fact.operation);
}

void Fold::reach(StageReached const& fact) {
  if (!studylab::ended(fact.stage)) return;
  for (auto& repair : run_.repairs) {
    if (repair.operation != fact.operation || repair.ended) continue;
    repair.ended = now_->id;
    repair.healthy = fact.stage == Stage::healthy;
  }
}

void Fold::take_route(RouteFact const& fact) {
  match(fact, [&](RouteOwnerMoved const& f) {
    if (f.route != run_.incident->opened->route) return;
    own(f.to);
    if (auto* repair = repair_of(f.operation)) moved_something(*repair);
  });
}

void Fold::take_database(DatabaseFact const& fact) {
  match(fact, [&](MigrationApplied const& f) {
    if (f.operation != run_.incident->operation) return;
    run_.migration = &f;
    run_.migration_entry = now_->id;
  });
}

// A release's own history has no place for the time in which it still owns the route.
void Fold::own(ReleaseId owner) {
  run_.owner = owner;
  if (now_->id > run_.incident->entry) return;
  for (auto& release : run_.releases) {
    if (release.registered->release == owner) release.served = true;
  }
}

void Fold::moved_something(RepairAct& repair) {
  if (!repair.effect) repair.effect = now_->id;
  if (!run_.first_effect) run_.first_effect = now_->id;
}

bool Fold::is_incident(EnvironmentName const& environment) const {
  return run_.incident->opened->environment == environment;
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

RepairAct* Fold::repair_of(NoticeId notice) {
  auto const found = std::ranges::find(run_.repairs, notice, &RepairAct::notice);
  return notice && found != run_.repairs.end() ? &*found : nullptr;
}

Run read_run(std::span<FactEntry const> entries, drill::AnswerKey const& key) {
  Fold fold{entries, key};
  for (auto const& entry : entries) fold.take(entry);
  return std::move(fold).finish();
}

ReleaseRegistered const* find_release(Run const& run, ReleaseId id) {
  auto const found = std::ranges::find_if(
      run.releases, [&](ReleaseSeen const& seen) { return seen.registered->release == id; });
  return found == run.releases.end() ? nullptr : found->registered;
}

Observation const* find_observation(Run const& run, EntryId entry) {
  auto const found = std::ranges::lower_bound(run.observations, entry, {}, &Observation::entry);
  return found != run.observations.end() && found->entry == entry ? &*found : nullptr;
}

}  // namespace studylab::grade
