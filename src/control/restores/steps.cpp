// Reports of the database service about restores, their fold, and what the state requires.
#include <algorithm>

#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/operations/operations.h"
#include "control/restores/restores.h"

namespace studylab::control::restores {
namespace {

// nullptr: there is no such restore.
Operation const* find(State const& state, OperationId id) {
  auto const found = state.operations.find(id);
  bool const restore =
      found != state.operations.end() && std::holds_alternative<kinds::Restore>(found->second.as);
  return restore ? &found->second : nullptr;
}

kinds::Restore& restore_of(State& state, OperationId id) {
  return std::get<kinds::Restore>(at_key(state.operations, id).as);
}

StageReached stage(Operation const& restore, Stage stage, std::string why) {
  return {restore.id, stage, restore.attempt, std::move(why)};
}

Decision ready(State const& state, RestoreReady const& f) {
  auto const* restore = find(state, f.operation);
  if (restore == nullptr || !accepts(*restore, StageEvent::reached)) return no_facts();
  std::vector<Fact> facts{make_fact(f)};
  facts.push_back(make_fact(stage(*restore, Stage::verified, "the copy has reached its target")));
  return facts;
}

bool has_events(EventsPast const& events) { return events.processed + events.unprocessed > 0; }

Decision cut_over(State const& state, CutOver const& f) {
  auto const* restore = find(state, f.operation);
  if (restore == nullptr || !accepts(*restore, StageEvent::switched)) return no_facts();
  std::vector<Fact> facts{make_fact(f)};
  facts.push_back(make_fact(stage(*restore, Stage::cut_over, "")));
  if (std::ranges::none_of(f.events, has_events)) {
    facts.push_back(
        make_fact(stage(*restore, Stage::reconciled, "no event is past the restore point")));
  }
  return facts;
}

Decision settled(State const& state, ConsumerSettled const& f) {
  auto const* restore = find(state, f.operation);
  if (restore == nullptr || !accepts(*restore, StageEvent::settled)) return no_facts();
  auto const& consumers = std::get<kinds::Restore>(restore->as).consumers;
  auto const settling = consumers.find(f.consumer);
  bool const wanted =
      settling != consumers.end() && settling->second.ordered && !settling->second.settled;
  if (!wanted) return no_facts();
  std::vector<Fact> facts{make_fact(f)};
  if (unsettled_consumers(*restore).size() == 1) {
    facts.push_back(make_fact(stage(*restore, Stage::reconciled, "every consumer is settled")));
  }
  return facts;
}

void take_over(State& state, CutOver const& f, EntryRef at) {
  auto& restore = restore_of(state, f.operation);
  restore.cut_over = f;
  restore.cut_over_entry = at.id;
  for (auto const& events : f.events) {
    if (has_events(events)) restore.consumers[events.consumer].events = events;
  }
  auto& database = at_key(state.databases, f.database);
  database.cut_over = at;
  if (database.schema != f.schema) database.schema_entry = at.id;
  database.schema = f.schema;
}

}  // namespace

Decision decide(State const& state, RestoreFact const& report) {
  return match(
      report, [&](RestoreReady const& f) { return ready(state, f); },
      [&](CutOver const& f) { return cut_over(state, f); },
      [&](ConsumerSettled const& f) { return settled(state, f); },
      // The control plane's and the operator's own.
      [](RestorePlanned const&) { return no_facts(); },
      [](RestoreBegun const&) { return no_facts(); },
      [](CutoverOrdered const&) { return no_facts(); },
      [](ReconcileOrdered const&) { return no_facts(); });
}

void add_stages(State const& state, DatabaseName const& database, StageEvent event,
                std::vector<Fact>& facts) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* restore = std::get_if<kinds::Restore>(&operation.as);
    if (restore == nullptr || restore->database != database) continue;
    if (auto const next = next_stage(operation, event)) {
      facts.push_back(make_fact(stage(operation, *next, "")));
    }
  }
}

void fold(State& state, RestoreFact const& fact, EntryRef at) {
  match(
      fact,
      [&](RestorePlanned const& f) {
        auto& restore = restore_of(state, f.operation);
        restore.planned = f;
        restore.planned_entry = at.id;
      },
      [&](RestoreBegun const& f) {
        auto& restore = restore_of(state, f.operation);
        restore.begun = f;
        restore.begun_entry = at.id;
      },
      [&](RestoreReady const& f) {
        auto& restore = restore_of(state, f.operation);
        restore.ready = f;
        restore.ready_entry = at.id;
      },
      [&](CutoverOrdered const& f) { restore_of(state, f.operation).cutover_entry = at.id; },
      [&](CutOver const& f) { take_over(state, f, at); },
      [&](ReconcileOrdered const& f) {
        auto& settling = restore_of(state, f.operation).consumers[f.consumer];
        settling.ordered = f;
        settling.ordered_entry = at.id;
      },
      [&](ConsumerSettled const& f) {
        auto& settling = restore_of(state, f.operation).consumers[f.consumer];
        settling.settled = f;
        settling.settled_entry = at.id;
      });
}

void react(State const& state, Operation const& operation, EffectList& effects) {
  (void)state;
  auto const& restore = std::get<kinds::Restore>(operation.as);
  auto const id = operation.id.number;
  if (operation.stage == Stage::restoring) effects.add(OrderRestore{operation.id}, id);
  if (operation.stage == Stage::verified && restore.cutover_entry) {
    effects.add(OrderCutover{operation.id}, id);
  }
  for (auto const& [name, settling] : restore.consumers) {
    if (!settling.ordered || settling.settled) continue;
    effects.add(OrderSettling{operation.id, name}, id, settling.ordered_entry.number);
  }
}

}  // namespace studylab::control::restores
