#include "lab/grade/facts/repairs.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

OperationSeen const* find_operation(Run const& run, OperationId operation) {
  auto const& all = run.repairs.operations;
  auto const found = std::ranges::find(all, operation, &OperationSeen::id);
  return found == all.end() ? nullptr : &*found;
}

EnvironmentName const* environment_acted_on(Run const& run, OperationId operation) {
  auto const* seen = find_operation(run, operation);
  return seen == nullptr ? nullptr : seen->environment;
}

// A wake acts on an environment that is not hot.
void note_wake(Run const& run, RepairAct& act) {
  if (wakes(run, act) && act.environment != nullptr && is_incident(run, *act.environment)) {
    act.condition = is_hot(run) ? Condition::unknown : Condition::broken;
  }
}

RepairVerb verb_of(OperationKind kind) {
  switch (kind) {
    case OperationKind::rollback: return RepairVerb::rollback;
    case OperationKind::edge_repair: return RepairVerb::rebaseline;
    case OperationKind::restart: return RepairVerb::restart;
    case OperationKind::wake: return RepairVerb::wake;
    case OperationKind::replacement: return RepairVerb::replacement;
    case OperationKind::drain: return RepairVerb::drain;
    case OperationKind::rebuild: return RepairVerb::rebuild;
    case OperationKind::restore: return RepairVerb::restore_run;
    case OperationKind::failover: return RepairVerb::failover;
    case OperationKind::rotation: return RepairVerb::rotation;
    case OperationKind::promotion:
    case OperationKind::migration:
    case OperationKind::job:
    case OperationKind::build: return RepairVerb::deploy;
  }
  return RepairVerb::deploy;
}

bool is_never_led_to(Run const&, RepairAct const&) { return false; }

}  // namespace

RepairAct& add_repair(Run& run, FactEntry const& entry, RepairVerb verb, Act const& act) {
  note_act(run, entry, act);
  // A record changes nothing: what must precede the first repair need not precede it.
  if (verb != RepairVerb::drift_record) {
    if (!run.commands.first_attempt) run.commands.first_attempt = entry.id;
    if (!run.commands.first_repair) run.commands.first_repair = entry.id;
  }
  auto& repair = run.repairs.acts.emplace_back();
  repair.verb = verb;
  repair.entry = entry.id;
  repair.act = &act;
  repair.symptom = symptom_present(run, entry.at) ? Symptom::present : Symptom::absent;
  return repair;
}

void record_operation(Run& run, OperationRecorded const& fact) {
  run.repairs.operations.push_back(
      {fact.operation, &environment_of(fact.request), kind_of(fact.request)});
}

void request(Run& run, FactEntry const& entry, OperationRequested const& fact) {
  run.repairs.operations.push_back(
      {fact.operation, &environment_of(fact.request), kind_of(fact.request)});
  if (fact.act.line.empty()) return;  // the platform's own
  if (std::holds_alternative<requests::Restore>(fact.request)) return plan_restore(run, fact);
  auto& repair = add_repair(run, entry, verb_of(kind_of(fact.request)), fact.act);
  repair.operation = fact.operation;
  repair.release = release_of(fact.request);
  if (auto const* promotion = std::get_if<requests::Promotion>(&fact.request)) {
    repair.forward_fix = promotion->forward_fix;
  }
  if (auto const* restart = std::get_if<requests::Restart>(&fact.request)) {
    repair.allocation = restart->allocation;
    bool const ended =
        is_incident(run, restart->environment) && has_ended_process(run, restart->allocation);
    if (ended) repair.condition = Condition::broken;
  }
  if (auto const* edge_repair = std::get_if<requests::EdgeRepair>(&fact.request)) {
    repair.edge = edge_repair->edge;
    repair.condition = condition_of(run, edge_repair->edge);
  } else if (auto const host = host_of(fact.request)) {
    begin_on_host(run, entry, repair, host);
  } else {
    repair.environment = &environment_of(fact.request);
  }
  note_wake(run, repair);
  note_provider_repair(run, repair, fact.request);
}

void retry(Run& run, FactEntry const& entry, OperationRetried const& fact) {
  auto* earlier = repair_of(run, fact.operation);
  // A retry goes on with what the operator began; that of a wake begins it again.
  if (earlier != nullptr && !wakes(run, *earlier)) {
    earlier->ended = EntryId{};
    earlier->ending = Ending::open;
  }
  auto& again = add_repair(run, entry, RepairVerb::retry, fact.act);
  again.operation = fact.operation;
  again.environment = environment_acted_on(run, fact.operation);
  note_wake(run, again);
}

void check_policy(Run& run, PolicyChecked const& fact) {
  if (auto* repair = repair_of(run, fact.operation)) repair->verdict = fact.database;
}

void reach(Run& run, FactEntry const& entry, StageReached const& fact) {
  // A restart stops an allocation as soon as it is under way.
  auto* begun = latest_of(run, fact.operation);
  bool const stops = begun != nullptr && begun->verb == RepairVerb::restart &&
                     (fact.stage == Stage::running || fact.stage == Stage::healthy);
  if (stops && !begun->moved) begun->moved = entry.id;
  // The acts of a restore end by their own reports.
  if (!ended(fact.stage) || find_restore(run, fact.operation) != nullptr) return;
  for (auto& repair : run.repairs.acts) {
    if (!fact.operation || repair.operation != fact.operation || repair.ended) continue;
    repair.ended = entry.id;
    bool const well = fact.stage == Stage::healthy || fact.stage == Stage::hot;
    repair.ending = well ? Ending::well : Ending::failed;
    if (well && is_of_host(repair)) repair.effect = entry.id;
  }
}

void wake_made_ready(Run& run, FactEntry const& entry, OperationId operation) {
  auto* begun = latest_of(run, operation);
  bool const open = begun != nullptr && !begun->ended && !begun->effect;
  if (open && wakes(run, *begun)) begun->moved = begun->effect = entry.id;
}

void cancel(Run& run, FactEntry const& entry, OperationCancelled const& fact) {
  add_hold(run, entry, fact.act, environment_acted_on(run, fact.operation));
  for (auto& act : run.repairs.acts) {
    // A copy that is given up.
    if (act.verb != RepairVerb::restore_run || act.operation != fact.operation) continue;
    act.ended = entry.id;
    act.ending = Ending::failed;
  }
  if (auto* repair = repair_of(run, fact.operation)) {
    repair->ended = entry.id;
    repair->ending = Ending::failed;
  }
}

void resume_edge(Run& run, FactEntry const& entry, ResumeOrdered const& fact) {
  auto& repair = add_repair(run, entry, RepairVerb::rebaseline, fact.act);
  repair.edge = fact.edge;
  repair.condition = condition_of(run, fact.edge);
}

bool wakes(Run const& run, RepairAct const& act) {
  auto const* seen = find_operation(run, act.operation);
  return seen != nullptr && seen->kind == OperationKind::wake;
}

RepairAct* repair_of(Run& run, OperationId operation) {
  auto& acts = run.repairs.acts;
  auto const found = std::ranges::find(acts, operation, &RepairAct::operation);
  bool const its_own = operation && found != acts.end() && found->verb != RepairVerb::retry;
  return its_own ? &*found : nullptr;
}

RepairAct* latest_of(Run& run, OperationId operation) {
  if (!operation) return nullptr;
  auto& acts = run.repairs.acts;
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    if (act->operation == operation) return &*act;
  }
  return nullptr;
}

constexpr AcceptedRepair no_repair{.name = "nothing",
                                   .command = "wait --until symptom-gone",
                                   .reach = Reach::none,
                                   .is_led_to_by = is_never_led_to};

}  // namespace studylab::grade
