// Verbs of restores.
#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/operations/operations.h"
#include "control/plan_lines.h"
#include "control/releases/releases.h"
#include "control/restores/restores.h"
#include "control/routes/routes.h"

namespace studylab::control::restores {
namespace {

kinds::Restore const& as_restore(Operation const& operation) {
  return std::get<kinds::Restore>(operation.as);
}

std::unexpected<Refusal> no_plan(std::string const& name, DatabaseName const& database) {
  return refuse(RefusalCode::restore_needs_plan,
                fmt::format("'{}' is not a plan to restore {}", name, database.value()),
                fmt::format("`restore plan {}` makes one", database.value()));
}

// The restore of this name, of this database.
std::expected<Operation const*, Refusal> named(State const& state, DatabaseName const& database,
                                               std::string const& name) {
  if (auto const known = restorable(state, database); !known) {
    return std::unexpected(known.error());
  }
  auto const id = parse_id<OperationId>(name);
  auto const found = id ? state.operations.find(*id) : state.operations.end();
  if (found == state.operations.end()) return no_plan(name, database);
  auto const* restore = std::get_if<kinds::Restore>(&found->second.as);
  if (restore == nullptr || !restore->planned || restore->database != database) {
    return no_plan(name, database);
  }
  return &found->second;
}

Refusal not_fenced(DatabaseName const& database) {
  return {RefusalCode::writers_not_fenced,
          fmt::format("writers of {} are not fenced: what they write meanwhile would be lost",
                      database.value()),
          fmt::format("`fence {}`", database.value())};
}

MethodPlan const& method_of(RestorePlanned const& planned, RestoreMethod method) {
  return planned.methods[static_cast<std::size_t>(method)];
}

// A backup that is named in place of the plan's must have this environment's own data.
std::expected<BackupName, Refusal> base_of(State const& state, Operation const& restore,
                                           MethodPlan const& method, BackupName const& named) {
  auto const& database = at_key(state.databases, as_restore(restore).database);
  if (named.value().empty()) return method.base;
  auto const backup = database.backups.find(named);
  if (backup == database.backups.end()) {
    return refuse(
        RefusalCode::no_such_thing, fmt::format("backup '{}' does not exist", named.value()),
        fmt::format("`show backups {}` lists them", as_restore(restore).database.value()));
  }
  auto const& recorded = backup->second.recorded;
  bool const own = recorded.source == database.registered.environment;
  if (!own && !planted(Guard::drn2)) {
    return refuse(RefusalCode::preview_over_production,
                  fmt::format("{} has the data of {}", named.value(), recorded.source.value()),
                  "choose a backup of this environment's own data");
  }
  if (recorded.position > as_restore(restore).planned->target && own) {
    return refuse(RefusalCode::target_unreachable,
                  fmt::format("{} was taken after the target", named.value()),
                  "choose an older backup");
  }
  return named;
}

// A copy that serves and turns out to be wrong is replaced by another restore, under the same
// fence: writers are never let in on damaged data for it. What is being settled must end first.
bool can_be_superseded(Operation const& restore) {
  return accepts(restore, StageEvent::superseded) && awaits_operator(restore);
}

std::optional<Refusal> refusal_to_run(State const& state, Operation const& restore) {
  auto const& as = as_restore(restore);
  auto const* open = open_restore(state, as.database);
  if (open != nullptr && !can_be_superseded(*open)) {
    return Refusal{RefusalCode::operation_running,
                   fmt::format("{} is {}", to_text(open->id), to_text(open->stage)),
                   accepts(*open, StageEvent::cancelled)
                       ? fmt::format("{}; `cancel {}` gives its copy up", next_command(*open),
                                     to_text(open->id))
                       : next_command(*open)};
  }
  if (ended(restore.stage)) {
    return Refusal{RefusalCode::operation_ended,
                   fmt::format("{} ended {}", to_text(restore.id), to_text(restore.stage)),
                   "plan it again"};
  }
  bool const fenced = accepts(restore, StageEvent::ran);
  if (!fenced && !planted(Guard::dr2)) return not_fenced(as.database);
  return std::nullopt;
}

// The choice that a consumer's facts allow, as a rule and not as an answer.
std::string_view rule_for(ConsumerRegistered const& consumer) {
  if (consumer.effect == ConsumerEffect::database) {
    return "its effects were rows, which the restore removed: `replay` writes them again";
  }
  if (consumer.idempotency == Idempotency::by_key) {
    return "it keeps keys: `replay` does what is left, and repeats nothing";
  }
  return "it keeps no keys: `skip` if every event past the restore point was processed, "
         "`compensate` if some were not";
}

// Why a choice about events contradicts the consumer's facts; none: it does not.
std::optional<Refusal> contradicted(ConsumerRegistered const& consumer, EventsPast const& events,
                                    EventChoice choice) {
  if (planted(Guard::drn3)) return std::nullopt;
  auto const check = check_events(consumer, events, choice);
  auto const rule = std::string{rule_for(consumer)};
  if (check.doubled > 0) {
    auto const* repeats =
        choice == EventChoice::compensate
            ? "and no event is left unprocessed, so each would only be done once more"
            : "and would have it again";
    return Refusal{
        RefusalCode::would_double,
        fmt::format("{} of its events have had their effect outside, {}", check.doubled, repeats),
        rule};
  }
  if (check.lost == 0) return std::nullopt;
  return Refusal{RefusalCode::would_lose,
                 fmt::format("{} events would be left without their effect", check.lost), rule};
}

// A plan that kept the RPO when it was made, and does not any more, has to be made again.
std::optional<Refusal> outdated(State const& state, Operation const& restore,
                                RestoreMethod method) {
  auto const& as = as_restore(restore);
  auto const& database = at_key(state.databases, as.database);
  bool const kept = method_of(*as.planned, method).rpo == Within::yes;
  if (!kept || !is_fenced(database)) return std::nullopt;
  RestoreTarget const target{as.planned->target, as.planned->target_at};
  auto const now = plan_restore(state, database, target, restore.id, state.last_at);
  if (method_of(now, method).rpo == Within::yes) return std::nullopt;
  return Refusal{RefusalCode::restore_needs_plan,
                 fmt::format("since {} was planned, {} has gone over the RPO", to_text(restore.id),
                             to_text(method)),
                 fmt::format("`restore plan {}`", as.database.value())};
}

}  // namespace

Decision decide(State const& state, PlanRestore const& verb, Act const& act, Instant now) {
  auto const found = restorable(state, verb.database);
  if (!found) return std::unexpected(found.error());
  auto const& database = **found;
  auto const target = restore_target(state, database, verb.target, now);
  if (!target) return std::unexpected(target.error());
  auto const& environment = database.registered.environment;
  auto request =
      operations::requested(state, requests::Restore{environment, verb.database, environment}, act);
  auto const id = request.operation;
  std::vector<Fact> facts;
  facts.push_back(make_fact(std::move(request)));
  facts.push_back(make_fact(plan_restore(state, database, *target, id, now)));
  if (is_fenced(database)) {
    facts.push_back(
        make_fact(StageReached{id, Stage::fenced, Attempt{1}, "the fence is in force already"}));
  }
  return facts;
}

Decision decide(State const& state, RunRestore const& verb, Act const& act) {
  auto const found = named(state, verb.database, verb.plan);
  if (!found) return std::unexpected(found.error());
  auto const& restore = **found;
  auto const method = parse_enum<RestoreMethod>(verb.method);
  if (!method) {
    return refuse(RefusalCode::no_such_thing, fmt::format("'{}' is not a method", verb.method),
                  fmt::format("`show plan {}` lists them", verb.plan));
  }
  auto const& planned = method_of(*as_restore(restore).planned, *method);
  auto const base = base_of(state, restore, planned, verb.backup);
  if (!base) return std::unexpected(base.error());
  if (planned.reachable != Reachable::yes) {
    return refuse(RefusalCode::target_unreachable, planned.cannot, "plan another target");
  }
  if (auto refusal = refusal_to_run(state, restore)) return std::unexpected(*refusal);
  if (auto refusal = outdated(state, restore, *method)) return std::unexpected(*refusal);
  std::vector<Fact> facts;
  if (restore.stage == Stage::planned) {  // only without its guard
    facts.push_back(make_fact(StageReached{restore.id, Stage::fenced, restore.attempt, ""}));
  }
  if (auto const* wrong = open_restore(state, verb.database)) {
    facts.push_back(make_fact(StageReached{wrong->id, Stage::abandoned, wrong->attempt,
                                           to_text(restore.id) + " restores the database again"}));
  }
  facts.push_back(make_fact(RestoreBegun{restore.id, *method, *base, planned.reaches, act}));
  facts.push_back(make_fact(StageReached{restore.id, Stage::restoring, restore.attempt,
                                         fmt::format("from {}", base->value())}));
  return facts;
}

Decision decide(State const& state, CutOverRestore const& verb, Act const& act) {
  auto const found = named(state, verb.database, verb.plan);
  if (!found) return std::unexpected(found.error());
  auto const& restore = **found;
  if (!accepts(restore, StageEvent::switched) || as_restore(restore).cutover_entry) {
    return refuse(RefusalCode::restore_not_ready,
                  fmt::format("{} is {}", verb.plan, to_text(restore.stage)),
                  next_command(restore));
  }
  if (!is_fenced(at_key(state.databases, verb.database)) && !planted(Guard::dr2)) {
    return std::unexpected(not_fenced(verb.database));
  }
  return single(CutoverOrdered{restore.id, act});
}

Decision decide(State const& state, Reconcile const& verb, Act const& act) {
  auto const found = named(state, verb.database, verb.plan);
  if (!found) return std::unexpected(found.error());
  auto const& restore = **found;
  auto const& as = as_restore(restore);
  auto const& database = at_key(state.databases, verb.database);
  auto const registered = database.consumers.find(verb.consumer);
  if (registered == database.consumers.end()) {
    return refuse(RefusalCode::no_such_thing,
                  fmt::format("consumer '{}' does not exist", verb.consumer.value()),
                  fmt::format("`show consumers {}` lists them", verb.database.value()));
  }
  auto const settling = as.consumers.find(verb.consumer);
  bool const due = restore.stage == Stage::cut_over && settling != as.consumers.end();
  if (!due) {
    return refuse(
        RefusalCode::restore_not_ready,
        fmt::format("no event of {} past a restore point is left to settle", verb.consumer.value()),
        "it is due after the cut-over, for consumers with events past the restore point");
  }
  if (settling->second.ordered) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is settled already, or is being settled", verb.consumer.value()),
                  fmt::format("`show operation {}`", verb.plan));
  }
  auto const choice = parse_enum<EventChoice>(verb.events);
  if (!choice) {
    return refuse(RefusalCode::no_such_thing, fmt::format("'{}' is not a choice", verb.events),
                  "replay, skip or compensate");
  }
  if (auto const refusal =
          contradicted(registered->second.registered, settling->second.events, *choice)) {
    return std::unexpected(*refusal);
  }
  return single(ReconcileOrdered{restore.id, verb.consumer, *choice, act});
}

void plan(State const& state, RunRestore const& verb, Plan& plan) {
  auto const found = named(state, verb.database, verb.plan);
  auto const method = parse_enum<RestoreMethod>(verb.method);
  if (!found || !method || !verb.backup.value().empty()) return;
  auto const& as = as_restore(**found);
  auto const& row = method_of(*as.planned, *method);
  add(plan, "reaches", fmt::format("write {} at {}", row.reaches.value(), to_text(row.reaches_at)),
      as.planned_entry);
  add(plan, "loses",
      fmt::format("{} writes, {}; {} after replays, {} RPO", row.lost, to_text(row.lost_time),
                  to_text(row.left_time), row.rpo == Within::yes ? "within" : "over"),
      as.planned_entry);
  add(plan, "takes",
      fmt::format("{}, {} RTO", to_text(row.takes), row.rto == Within::yes ? "within" : "over"),
      as.planned_entry);
  if (!row.cannot.empty()) add(plan, "does not bring back", row.cannot, as.planned_entry);
}

void plan(State const& state, CutOverRestore const& verb, Plan& plan) {
  auto const found = named(state, verb.database, verb.plan);
  if (!found || !as_restore(**found).ready) return;
  auto const& as = as_restore(**found);
  add(plan, "copy",
      fmt::format("reached write {}, {} damaged rows", as.ready->reached.value(),
                  as.ready->damaged),
      as.ready_entry);
  auto const& database = at_key(state.databases, verb.database);
  auto const* owner = route_of(state, database.registered.environment);
  if (owner == nullptr) return;
  auto const check = check_database(manifest_of(state, owner->release), database, as.ready->schema);
  if (check.verdict == DatabaseVerdict::compatible) return;
  add(plan, "owner",
      fmt::format("{} does not fit schema {}; one that fits must own {} before `unfence`",
                  to_text(owner->release), as.ready->schema.value(), owner->route.value()),
      owner->entry);
}

void plan(State const& state, Reconcile const& verb, Plan& plan) {
  auto const found = named(state, verb.database, verb.plan);
  if (!found) return;
  auto const& as = as_restore(**found);
  auto const settling = as.consumers.find(verb.consumer);
  if (settling == as.consumers.end()) return;
  add(plan, "events past it",
      fmt::format("{} processed, {} not", settling->second.events.processed,
                  settling->second.events.unprocessed),
      as.cut_over_entry);
}

}  // namespace studylab::control::restores
