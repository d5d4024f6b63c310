#include "lab/grade/facts/restores.h"

#include <algorithm>

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

RestoreSeen* restore_at(Run& run, OperationId operation) {
  auto& all = run.restores.all;
  auto const found = std::ranges::find(all, operation, &RestoreSeen::operation);
  return found == all.end() ? nullptr : &*found;
}

EnvironmentName const* environment_of_restore(Run const& run, RestoreSeen const& restore) {
  bool const own = restore.database != nullptr && is_incident(run, *restore.database);
  return own ? &environment_of(*run.incident->opened) : nullptr;
}

// Something of the incident's data is broken as long as a check finds damage.
void note_data(Run const& run, RepairAct& act) {
  if (act.environment == nullptr || !is_incident(run, *act.environment)) return;
  if (!run.restores.checks.empty() && data_damaged(run)) act.condition = Condition::broken;
}

RepairAct& add_act(Run& run, FactEntry const& entry, RepairVerb verb, Act const& act,
                   OperationId operation) {
  auto& repair = add_repair(run, entry, verb, act);
  repair.operation = operation;
  if (auto const* restore = find_restore(run, operation)) {
    repair.environment = environment_of_restore(run, *restore);
    if (restore->begun != nullptr) repair.method = restore->begun->method;
  }
  note_data(run, repair);
  return repair;
}

void end(RepairAct& act, EntryId at) {
  act.ended = at;
  act.ending = Ending::well;
}

RepairAct* open_act(Run& run, OperationId operation, RepairVerb verb,
                    ConsumerName const* consumer) {
  for (auto& act : run.repairs.acts) {
    if (act.operation != operation || act.verb != verb || act.ended) continue;
    if (consumer == nullptr || act.consumer == consumer || *act.consumer == *consumer) return &act;
  }
  return nullptr;
}

void check(Run& run, FactEntry const& entry, DatabaseChecked const& fact) {
  if (!is_incident(run, fact.database) || entry.id < run.incident->entry) return;
  auto& seen = run.restores;
  seen.checks.push_back({entry.id, &fact});
  std::uint32_t users = 0;
  for (auto const& one : fact.damage) {
    users += one.users;
    if (!seen.damaged_from || one.since < *seen.damaged_from) seen.damaged_from = one.since;
  }
  seen.users_hit = std::max(seen.users_hit, users);
  if (!fact.damage.empty()) seen.damaged_until = entry.at;
}

FenceSeen* last_fence(Run& run, DatabaseName const& database) {
  bool const any = is_incident(run, database) && !run.restores.fences.empty();
  return any ? &run.restores.fences.back() : nullptr;
}

void place_fence(Run& run, FactEntry const& entry, WritersFenced const& fact) {
  auto const* own =
      is_incident(run, fact.database) ? &environment_of(*run.incident->opened) : nullptr;
  add_hold(run, entry, fact.act, own);
  auto* last = last_fence(run, fact.database);
  if (last != nullptr && !last->lifted) return;
  open_hold(run, entry, fact.hold, HoldKind::fence, own);
  if (own != nullptr) run.restores.fences.push_back({entry.id, {}, {}, {}});
}

// Lifting a fence before anything of the incident moved is the end of a hold; later it is a repair.
void lift_fence(Run& run, FactEntry const& entry, WritersUnfenced const& fact) {
  bool const moved = std::ranges::any_of(
      run.repairs.acts, [](RepairAct const& act) { return static_cast<bool>(act.moved); });
  lift_hold(run, entry, fact.act, fact.hold);
  if (auto* last = last_fence(run, fact.database)) last->lifted = entry.id;
  if (!moved || !is_incident(run, fact.database)) return;
  auto& act = add_repair(run, entry, RepairVerb::unfence, fact.act);
  act.environment = &environment_of(*run.incident->opened);
  note_data(run, act);
}

void admit(Run& run, FactEntry const& entry, WritersAdmitted const& fact) {
  if (auto* last = last_fence(run, fact.database)) last->admitted = entry.id;
  for (auto& act : run.repairs.acts) {
    if (act.verb == RepairVerb::unfence && !act.ended) end(act, entry.id);
  }
}

void begin(Run& run, FactEntry const& entry, RestoreBegun const& fact) {
  if (auto* restore = restore_at(run, fact.operation)) {
    restore->begun = &fact;
    restore->begun_entry = entry.id;
  }
  auto& act = add_act(run, entry, RepairVerb::restore_run, fact.act, fact.operation);
  act.method = fact.method;
}

void cut_over(Run& run, FactEntry const& entry, CutOver const& fact) {
  auto* restore = restore_at(run, fact.operation);
  if (restore == nullptr) return;
  restore->cut_over = &fact;
  restore->cut_over_entry = entry.id;
  bool const any = std::ranges::any_of(fact.events, [](EventsPast const& events) {
    return events.processed + events.unprocessed > 0;
  });
  if (!any) restore->settled = entry.id;
  auto* act = open_act(run, fact.operation, RepairVerb::restore_cutover, nullptr);
  if (act == nullptr) return;
  act->moved = act->effect = entry.id;
  end(*act, entry.id);
}

void settle(Run& run, FactEntry const& entry, ConsumerSettled const& fact) {
  if (auto* act = open_act(run, fact.operation, RepairVerb::reconcile, &fact.consumer)) {
    end(*act, entry.id);
  }
  if (auto* restore = restore_at(run, fact.operation)) restore->settled = entry.id;
}

bool was_in_force(FenceSeen const& fence, EntryId from, EntryId until) {
  return by_then(fence.in_force, from) && (!fence.lifted || fence.lifted > until);
}

EntryId fenced_meanwhile(GradingInput const& input) {
  auto const& seen = input.run.restores;
  // The restore that took over; if none did, the first that began.
  RestoreSeen const* first = nullptr;
  for (auto const& restore : seen.all) {
    if (restore.begun == nullptr) continue;
    bool const better = first == nullptr || (first->cut_over == nullptr && restore.cut_over);
    if (better) first = &restore;
  }
  for (auto const& fence : seen.fences) {
    if (first == nullptr) return fence.ordered;
    auto const until = first->settled ? first->settled : input.run.end;
    if (was_in_force(fence, first->begun_entry, until)) return fence.ordered;
  }
  return EntryId{};
}

// The plan of the restore that ran was shown before.
EntryId method_by_plan(GradingInput const& input) {
  for (auto const& restore : input.run.restores.all) {
    if (restore.begun == nullptr) continue;
    auto const name = to_text(restore.operation);
    for (auto const& query : input.run.queries) {
      bool const plan = query.queried != nullptr && query.queried->query == "plan" &&
                        query.queried->object == name;
      if (plan && query.entry < restore.begun_entry) return query.entry;
    }
  }
  return EntryId{};
}

bool shows_class(Run const& run, QuerySeen const& query) {
  if (query.queried == nullptr) return false;
  auto const& of = *query.queried;
  if (of.query == "databases") return true;
  return of.query == "database" && of.object == database_of(*run.incident->opened).value();
}

EntryId class_queried_in_time(GradingInput const& input) {
  auto const& run = input.run;
  auto const due = finding_due(run);
  for (auto const& query : run.queries) {
    if (!shows_class(run, query)) continue;
    bool const planned = std::ranges::any_of(run.restores.all, [&](RestoreSeen const& restore) {
      return restore.planned_entry && restore.planned_entry < query.entry;
    });
    return !planned && by_then(query.entry, due) ? query.entry : EntryId{};
  }
  return EntryId{};
}

// The damage that a release writes goes on as long as it owns the route.
bool owner_writes_damage(Run const& run, EntryId at) {
  auto const owner = owner_at(run, at);
  return std::ranges::any_of(run.restores.checks, [&](CheckSeen const& seen) {
    return std::ranges::any_of(seen.checked->damage, [&](Damage const& one) {
      return one.kind == DamageKind::wrong && one.release == owner;
    });
  });
}

// The first admission after a cut-over counts: a later one does not undo the damage between.
EntryId admitted_with_fit(GradingInput const& input) {
  auto const& seen = input.run.restores;
  auto const restored = std::ranges::find_if(
      seen.all, [](RestoreSeen const& restore) { return restore.cut_over != nullptr; });
  if (restored == seen.all.end()) return EntryId{};
  for (auto const& fence : seen.fences) {
    if (!fence.admitted || fence.admitted < restored->cut_over_entry) continue;
    return owner_writes_damage(input.run, fence.admitted) ? EntryId{} : fence.admitted;
  }
  return EntryId{};
}

// The cut-over of another restore after this one; the run's last entry if there is none.
EntryId next_cut_over(Run const& run, RestoreSeen const& restore) {
  auto next = run.end;
  for (auto const& other : run.restores.all) {
    bool const later = other.cut_over != nullptr && other.cut_over_entry > restore.cut_over_entry;
    if (later) next = std::min(next, other.cut_over_entry);
  }
  return next;
}

// Whether the restore's method keeps the RPO by its plan.
bool keeps_rpo(RestoreSeen const& restore) {
  auto const method = static_cast<std::size_t>(restore.begun->method);
  return restore.planned->methods[method].rpo == Within::yes;
}

EntryId impact_with_data(GradingInput const& input) {
  for (auto const& seen : input.run.statements.impacts) {
    auto const& stated = *seen.stated;
    if (!stated.data.empty() && !stated.approved_by.value().empty()) return seen.entry;
  }
  return EntryId{};
}

}  // namespace

void see_database_fact(Run& run, FactEntry const& entry, DatabaseFact const& fact) {
  match(
      fact, [&](MigrationApplied const& f) { see_migration(run, entry, f); },
      [](DataDamageReported const&) {}, [&](DatabaseChecked const& f) { check(run, entry, f); },
      [&](WritersFenced const& f) { place_fence(run, entry, f); },
      [&](FenceInForce const& f) {
        if (auto* last = last_fence(run, f.database)) last->in_force = entry.id;
      },
      [&](WritersUnfenced const& f) { lift_fence(run, entry, f); },
      [&](WritersAdmitted const& f) { admit(run, entry, f); });
}

void see_restore_fact(Run& run, FactEntry const& entry, RestoreFact const& fact) {
  match(
      fact,
      [&](RestorePlanned const& f) {
        if (auto* restore = restore_at(run, f.operation)) {
          restore->planned = &f;
          restore->planned_entry = entry.id;
        }
      },
      [&](RestoreBegun const& f) { begin(run, entry, f); },
      [&](RestoreReady const& f) {
        if (auto* act = open_act(run, f.operation, RepairVerb::restore_run, nullptr)) {
          end(*act, entry.id);
        }
      },
      [&](CutoverOrdered const& f) {
        add_act(run, entry, RepairVerb::restore_cutover, f.act, f.operation);
      },
      [&](CutOver const& f) { cut_over(run, entry, f); },
      [&](ReconcileOrdered const& f) {
        add_act(run, entry, RepairVerb::reconcile, f.act, f.operation).consumer = &f.consumer;
      },
      [&](ConsumerSettled const& f) { settle(run, entry, f); });
}

void plan_restore(Run& run, OperationRequested const& fact) {
  auto const& restore = std::get<requests::Restore>(fact.request);
  RestoreSeen seen;
  seen.operation = fact.operation;
  seen.database = &restore.database;
  run.restores.all.push_back(seen);
}

bool is_incident(Run const& run, DatabaseName const& database) {
  return !database.value().empty() && database == run.incident->environment->database;
}

bool data_damaged(Run const& run) {
  auto const& checks = run.restores.checks;
  return checks.empty() || !checks.back().checked->damage.empty();
}

Damage const* damage_of(Run const& run, DamageKind kind) {
  auto const& checks = run.restores.checks;
  for (auto seen = checks.rbegin(); seen != checks.rend(); ++seen) {
    auto const& damage = seen->checked->damage;
    auto const found = std::ranges::find(damage, kind, &Damage::kind);
    if (found != damage.end()) return &*found;
  }
  return nullptr;
}

RestoreSeen const* find_restore(Run const& run, OperationId operation) {
  auto const& all = run.restores.all;
  auto const found = std::ranges::find(all, operation, &RestoreSeen::operation);
  return found == all.end() ? nullptr : &*found;
}

EntryId restored_at(Run const& run, RepairAct const& act) {
  if (act.verb != RepairVerb::restore_cutover) return EntryId{};
  auto const* restore = find_restore(run, act.operation);
  if (restore == nullptr || restore->cut_over == nullptr || !restore->settled) return EntryId{};
  if (!keeps_rpo(*restore)) return EntryId{};
  auto const& checks = run.restores.checks;
  auto const replaced = next_cut_over(run, *restore);
  auto const clean = std::ranges::find_if(checks, [&](CheckSeen const& seen) {
    return seen.entry > restore->cut_over_entry && seen.entry < replaced &&
           seen.checked->damage.empty();
  });
  if (clean == checks.end()) return EntryId{};
  for (auto const& fence : run.restores.fences) {
    bool const later = fence.admitted && fence.admitted >= restore->settled;
    if (!later || fence.admitted > replaced) continue;
    if (owner_writes_damage(run, fence.admitted)) continue;
    return std::max(clean->entry, fence.admitted);
  }
  return EntryId{};
}

constexpr RequiredFact writers_fenced{
    .name = "writers-fenced",
    .words = "a fence in force from `restore run` until the last consumer was settled (`fence DB`)",
    .advice = "`fence DB` before the restore, and `unfence DB` once every consumer is settled",
    .phase = Phase::action,
    .done_at = fenced_meanwhile};

constexpr RequiredFact data_class_first{
    .name = "data-class-first",
    .words = "data class, RPO and RTO before logs and before any plan (`show database DB`)",
    .advice = "begin with `show database DB`",
    .phase = Phase::truth,
    .done_at = class_queried_in_time};

constexpr RequiredFact method_compared{
    .name = "method-compared",
    .words = "the methods compared before the restore (`show plan OP`)",
    .advice = "`show plan OP` before `restore run`",
    .phase = Phase::action,
    .done_at = method_by_plan};

constexpr RequiredFact fitting_release{
    .name = "fitting-release",
    .words = "a release that fits, and does not write damaged rows, when writers are let in",
    .advice =
        "`rollback ENV --to REL` to a release that the plan says is compatible, before "
        "`unfence DB`",
    .phase = Phase::action,
    .done_at = admitted_with_fit};

constexpr RequiredFact data_impact{
    .name = "data-impact",
    .words = "the impact on the data, and who approved it (`impact --data --approved-by`)",
    .advice = "state `--data` and `--approved-by` in `impact`",
    .phase = Phase::evidence,
    .done_at = impact_with_data};

}  // namespace studylab::grade
