#include "control/databases/databases.h"

#include <algorithm>

#include "control/decision.h"
#include "control/incidents/incidents.h"
#include "control/jobs/jobs.h"
#include "control/operations/operations.h"
#include "control/restores/restores.h"

namespace studylab::control::databases {
namespace {

Decision migrated(State const& state, MigrationApplied const& f) {
  auto const found = state.databases.find(f.database);
  if (found == state.databases.end() || found->second.schema >= f.migration.to) {
    return operations::late(f.operation, {}, "migration: it has already been applied", f.origin);
  }
  std::vector<Fact> facts{make_fact(f)};
  jobs::add_end(state, f, facts);
  return facts;
}

bool is_known(State const& state, DatabaseName const& name) {
  auto const found = state.databases.find(name);
  return found != state.databases.end() && found->second.log;
}

// Planned restores of the database can run from now on.
Decision in_force(State const& state, FenceInForce const& f) {
  auto const found = state.databases.find(f.database);
  bool const wanted = found != state.databases.end() && found->second.fence &&
                      !found->second.fence->in_force && !found->second.fence->lifted &&
                      found->second.fence->ordered.epoch == f.epoch;
  if (!wanted) return no_facts();
  std::vector<Fact> facts{make_fact(f)};
  restores::add_stages(state, f.database, StageEvent::fenced, facts);
  return facts;
}

Decision admitted(State const& state, WritersAdmitted const& f) {
  auto const found = state.databases.find(f.database);
  bool const wanted = found != state.databases.end() && found->second.fence &&
                      found->second.fence->lifted && found->second.fence->ordered.epoch == f.epoch;
  if (!wanted) return no_facts();
  std::vector<Fact> facts{make_fact(f)};
  restores::add_stages(state, f.database, StageEvent::lifted, facts);
  return facts;
}

void see_damage(Database& database, DatabaseChecked const& fact, EntryRef at) {
  auto const* first = first_damage(database);
  if (first == nullptr) return;
  database.damage_seen[at.id] = first->since;
  if (!database.damaged_from || first->since < *database.damaged_from) {
    database.damaged_from = first->since;
  }
  database.damaged_until = at.at;
  database.damaged_entry = at.id;
  std::uint32_t users = 0;
  for (auto const& damage : fact.damage) {
    users += damage.users;
    if (damage.release) database.wrong_writers.try_emplace(damage.release, at.id);
  }
  database.users_hit = std::max(database.users_hit, users);
}

void check(State& state, DatabaseChecked const& fact, EntryRef at) {
  auto& database = at_key(state.databases, fact.database);
  database.checked = fact;
  // Without an incident, it was made before the run, and reported late.
  database.checked_at = {at.id, state.incident ? at.at : fact.origin.at};
  if (state.incident) database.positions[at.at] = fact.position;
  for (auto const& seen : fact.consumers) {
    auto const consumer = database.consumers.find(seen.consumer);
    if (consumer == database.consumers.end()) continue;
    consumer->second.seen = seen;
    consumer->second.seen_entry = at.id;
  }
  see_damage(database, fact, at);
}

void fence(State& state, WritersFenced const& fact, EntryRef at) {
  auto& database = at_key(state.databases, fact.database);
  if (database.fence && !database.fence->lifted) return;
  database.fence = Fence{fact, at, {}, {}, {}};
  place_hold(state, fact.hold, HoldKind::fence, fact.database, at);
}

}  // namespace

Decision decide(State const& state, DatabaseFact const& report) {
  return match(
      report, [&](MigrationApplied const& f) { return migrated(state, f); },
      [&](DataDamageReported const& f) {
        return is_known(state, f.database) ? single(f) : no_facts();
      },
      [&](DatabaseChecked const& f) {
        return is_known(state, f.database) ? single(f) : no_facts();
      },
      [&](FenceInForce const& f) { return in_force(state, f); },
      [&](WritersAdmitted const& f) { return admitted(state, f); },
      // The operator's own.
      [](WritersFenced const&) { return no_facts(); },
      [](WritersUnfenced const&) { return no_facts(); });
}

void fold(State& state, DatabaseRegistered const& fact, EntryRef at) {
  Database database;
  database.registered = fact;
  database.schema = fact.schema;
  database.entry = database.schema_entry = at.id;
  database.writer_epoch = fact.writer_epoch;
  for (auto const& migration : fact.migrations) {
    database.migrations.push_back(AppliedMigration{migration, 0, at.id});
  }
  state.databases[fact.database] = std::move(database);
}

void fold(State& state, DatabaseLogRecorded const& fact, EntryRef at) {
  auto& database = at_key(state.databases, fact.database);
  database.log = fact;
  database.log_at = at;
}

void fold(State& state, BackupRecorded const& fact, EntryRef at) {
  at_key(state.databases, fact.database).backups[fact.backup] = Backup{fact, at.id};
}

void fold(State& state, ConsumerRegistered const& fact, EntryRef at) {
  at_key(state.databases, fact.database).consumers[fact.consumer] = Consumer{fact, at.id, {}, {}};
}

void fold(State& state, FailoverRecorded const& fact, EntryRef at) {
  auto& database = at_key(state.databases, fact.database);
  database.failover = fact;
  database.failover_entry = at.id;
}

void fold(State& state, DatabaseFact const& fact, EntryRef at) {
  match(
      fact,
      [&](MigrationApplied const& f) {
        auto& database = at_key(state.databases, f.database);
        database.schema = f.migration.to;
        database.schema_entry = at.id;
        database.migrations.push_back(AppliedMigration{f.migration, f.rows_lost, at.id});
      },
      [&](DataDamageReported const& f) { incidents::observe(state, f); },
      [&](DatabaseChecked const& f) { check(state, f, at); },
      [&](WritersFenced const& f) { fence(state, f, at); },
      [&](FenceInForce const& f) {
        auto& database = at_key(state.databases, f.database);
        database.fence->in_force = f;
        database.fence->in_force_at = at;
        database.positions[at.at] = f.position;
      },
      [&](WritersUnfenced const& f) {
        at_key(state.databases, f.database).fence->lifted = at.id;
        state.holds.erase(f.hold);
      },
      [&](WritersAdmitted const& f) {
        auto& database = at_key(state.databases, f.database);
        database.fence.reset();
        database.writer_epoch = f.epoch;
        database.positions[at.at] = f.position;
      });
}

void react(State const& state, EffectList& effects) {
  for (auto const& [name, database] : state.databases) {
    if (!database.fence) continue;
    auto const hold = database.fence->ordered.hold.number;
    if (database.fence->lifted) {
      effects.add(OrderAdmission{name}, hold);
    } else if (!database.fence->in_force) {
      effects.add(OrderFence{name}, hold);
    }
  }
  if (!state.incident) return;
  auto const* database = database_of(state, environment_of(state.incident->opened));
  if (database == nullptr || !database->log) return;
  bool const checked = database->checked && database->checked_at.id > state.incident->entry;
  auto const& name = database->registered.database;
  if (!checked) effects.add(OrderCheck{name}, state.incident->entry.number);
}

}  // namespace studylab::control::databases
