// What a database can be restored from, its consumers, and plans of restores.
#include "control/databases/databases.h"
#include "control/restores/restores.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Backup;
using control::Consumer;
using control::Database;
using control::Operation;

// The database, if any can be restored.
std::expected<Database const*, Refusal> find_restorable(Page const& page, Query const& asked) {
  return control::restorable(page.state(), DatabaseName{asked.object});
}

// --- backups ---

Row<Backup> const& backup_row() {
  static Row<Backup> const row{
      &Backup::entry,
      {{"name", "the backup's name", at(&Backup::recorded, &BackupRecorded::backup)},
       {"source", "the environment whose data it has",
        at(&Backup::recorded, &BackupRecorded::source)},
       {"taken_at", "when it was taken", at(&Backup::recorded, &BackupRecorded::taken_at)},
       {"position", "the last write that it has", at(&Backup::recorded, &BackupRecorded::position)},
       {"schema", "its schema version", at(&Backup::recorded, &BackupRecorded::schema)},
       {"rows", "its rows", at(&Backup::recorded, &BackupRecorded::rows)}}};
  return row;
}

Row<Database> const& archive_row() {
  static Row<Database> const row{
      [](Database const& database) { return database.log_at.id; },
      {{"archived_since", "from when on the log is archived",
        [](Database const& database) { return database.log->archived_since; }},
       {"writes_per_minute", "how fast it grew before the run",
        [](Database const& database) { return database.log->writes_per_minute; }},
       {"events_kept", "for how long consumers can read events again",
        [](Database const& database) { return database.log->events_kept; }}}};
  return row;
}

Row<Database> const& failover_row() {
  static Row<Database> const row{
      &Database::failover_entry,
      {{"at", "when the database failed over", [](Database const& of) { return of.failover->at; }},
       {"promoted", "the last write of the replica that took over",
        [](Database const& of) { return of.failover->promoted; }},
       {"archived", "the last write of the log before that was archived",
        [](Database const& of) { return of.failover->archived; }},
       {"ended", "the last write of the log before",
        [](Database const& of) { return of.failover->ended; }}}};
  return row;
}

// --- consumers ---

Row<Consumer> const& consumer_seen_row() {
  static Row<Consumer> const row{&Consumer::seen_entry,
                                 {{"position", "the last event that it has processed",
                                   at(&Consumer::seen, &ConsumerSeen::position)},
                                  {"went_back", "when its position was moved back; null: never",
                                   at(&Consumer::seen, &ConsumerSeen::went_back)}}};
  return row;
}

// A consumer, and its events past the restore point of the database's open restore.
struct ConsumerPast {
  EventsPast events;
  EntryId entry;
};
std::optional<ConsumerPast> past_of(Page const& page, Consumer const& consumer) {
  auto const* restore = control::open_restore(page.state(), consumer.registered.database);
  if (restore == nullptr) return std::nullopt;
  auto const& as = std::get<control::kinds::Restore>(restore->as);
  if (!as.cut_over) return std::nullopt;
  for (auto const& events : as.cut_over->events) {
    if (events.consumer == consumer.registered.consumer) {
      return ConsumerPast{events, as.cut_over_entry};
    }
  }
  return std::nullopt;
}

Row<ConsumerPast> const& past_row() {
  static Row<ConsumerPast> const row{
      &ConsumerPast::entry,
      {{"processed", "events past it that the consumer had processed",
        at(&ConsumerPast::events, &EventsPast::processed)},
       {"unprocessed", "events past it that it had not",
        at(&ConsumerPast::events, &EventsPast::unprocessed)}}};
  return row;
}

struct ConsumerSettling {
  control::Settling const* settling;
};
std::optional<ConsumerSettling> settling_of(Page const& page, Consumer const& consumer) {
  auto const* restore = control::open_restore(page.state(), consumer.registered.database);
  if (restore == nullptr) return std::nullopt;
  auto const& consumers = std::get<control::kinds::Restore>(restore->as).consumers;
  auto const found = consumers.find(consumer.registered.consumer);
  if (found == consumers.end() || !found->second.settled) return std::nullopt;
  return ConsumerSettling{&found->second};
}

Row<ConsumerSettling> const& settled_row() {
  static Row<ConsumerSettling> const row{
      [](ConsumerSettling const& of) { return of.settling->settled_entry; },
      {{"choice", "replay, skip or compensate",
        [](ConsumerSettling const& of) { return of.settling->settled->choice; }},
       {"events", "how many events",
        [](ConsumerSettling const& of) { return of.settling->settled->events; }}}};
  return row;
}

Row<Consumer> const& consumer_row() {
  static Row<Consumer> const row{
      &Consumer::entry,
      {{"name", "the consumer's name", at(&Consumer::registered, &ConsumerRegistered::consumer)},
       {"does", "what an event makes it do", at(&Consumer::registered, &ConsumerRegistered::does)},
       {"effect", "where the effect is kept: database or outside",
        at(&Consumer::registered, &ConsumerRegistered::effect)},
       {"idempotency", "by-key: a repeated event has no second effect; none",
        at(&Consumer::registered, &ConsumerRegistered::idempotency)},
       {"seen", "as the latest check saw it; null: no check yet", consumer_seen_row(),
        [](Consumer const& consumer) { return consumer.seen_entry ? &consumer : nullptr; }},
       {"past_restore", "its events past the restore point; null: nothing was cut over", past_row(),
        past_of},
       {"settled", "how they were settled; null: not yet", settled_row(), settling_of}}};
  return row;
}

// --- plans ---

struct Planned {
  RestorePlanned const* plan;
  MethodPlan const* method;
  EntryId entry;
};
struct PlannedFit {
  ReleaseFit const* fit;
  EntryId entry;
};

std::string_view reach_text(Reachable reachable) {
  switch (reachable) {
    case Reachable::yes: return "reachable";
    case Reachable::past_end: return "past-the-end";
    case Reachable::before_archive: return "before-the-archive";
    case Reachable::no_backup: return "no-backup";
    case Reachable::nothing_removed: return "nothing-removed";
  }
  return "reachable";
}

Row<Planned> const& method_row() {
  static Row<Planned> const row{
      &Planned::entry,
      {{"method", "pitr, backup or forward-repair",
        [](Planned const& of) { return of.method->method; }},
       {"target", "reachable, or why it is not",
        [](Planned const& of) { return reach_text(of.method->reachable); }},
       {"base", "the backup that it begins with; null: none",
        [](Planned const& of) { return of.method->base; }},
       {"reaches", "the last write that it brings back",
        [](Planned const& of) { return of.method->reaches; }},
       {"reaches_at", "when that was written",
        [](Planned const& of) { return of.method->reaches_at; }},
       {"lost", "writes after it, up to the end of the log",
        [](Planned const& of) { return of.method->lost; }},
       {"lost_time", "how long those writes took",
        [](Planned const& of) { return of.method->lost_time; }},
       {"replayable", "of those, how many come back when consumers read their events again",
        [](Planned const& of) { return of.method->replayable; }},
       {"left_time", "what is left of that time then",
        [](Planned const& of) { return of.method->left_time; }},
       {"within_rpo", "whether that is at most the RPO",
        [](Planned const& of) { return of.method->rpo == Within::yes; }},
       {"takes", "how long it takes", [](Planned const& of) { return of.method->takes; }},
       {"within_rto", "whether that is at most the RTO",
        [](Planned const& of) { return of.method->rto == Within::yes; }},
       {"schema", "the schema version then", [](Planned const& of) { return of.method->schema; }},
       {"cannot", "what it does not bring back; null: nothing",
        [](Planned const& of) { return unless_empty(of.method->cannot); }}}};
  return row;
}

Row<PlannedFit> const& fit_row() {
  static Row<PlannedFit> const row{
      &PlannedFit::entry,
      {{"release", "a release of the environment",
        [](PlannedFit const& of) { return of.fit->release; }},
       {"schema", "the schema version", [](PlannedFit const& of) { return of.fit->schema; }},
       {"verdict", "whether it fits: compatible, incompatible or unknown",
        [](PlannedFit const& of) { return of.fit->verdict; }}}};
  return row;
}

control::kinds::Restore const& as_restore(Operation const& operation) {
  return std::get<control::kinds::Restore>(operation.as);
}

Row<Operation> const& plan_row() {
  static auto const plan = [](Operation const& operation) -> RestorePlanned const& {
    return *as_restore(operation).planned;
  };
  static Row<Operation> const row{
      [](Operation const& operation) { return as_restore(operation).planned_entry; },
      {{"operation", "the restore", &Operation::id},
       {"environment", "the environment whose data it restores", &Operation::environment},
       {"database", "the database", [](Operation const& of) { return plan(of).database; }},
       {"data_class", "public-content, customer-data or payments",
        [](Operation const& of) { return plan(of).data_class; }},
       {"rpo", "how much data may be lost", [](Operation const& of) { return plan(of).rpo; }},
       {"rto", "how long a restore may take", [](Operation const& of) { return plan(of).rto; }},
       {"target", "the last write to keep", [](Operation const& of) { return plan(of).target; }},
       {"target_at", "when that was written",
        [](Operation const& of) { return plan(of).target_at; }},
       {"end", "the end of the log when it was planned",
        [](Operation const& of) { return plan(of).end; }}}};
  return row;
}

Row<Operation> const& ready_row() {
  static Row<Operation> const row{
      [](Operation const& operation) { return as_restore(operation).ready_entry; },
      {{"reached", "the last write of the copy",
        [](Operation const& of) { return as_restore(of).ready->reached; }},
       {"schema", "its schema version",
        [](Operation const& of) { return as_restore(of).ready->schema; }},
       {"damaged", "rows that are damaged in it",
        [](Operation const& of) { return as_restore(of).ready->damaged; }}}};
  return row;
}

Row<Operation> const& cut_over_row() {
  static Row<Operation> const row{
      [](Operation const& operation) { return as_restore(operation).cut_over_entry; },
      {{"kept", "the last write that was kept",
        [](Operation const& of) { return as_restore(of).cut_over->kept; }},
       {"ended", "the end of the log before",
        [](Operation const& of) { return as_restore(of).cut_over->ended; }}}};
  return row;
}

std::expected<Operation const*, Refusal> find_plan(Page const& page, Query const& asked) {
  auto const& databases = page.state().databases;
  bool const any =
      std::ranges::any_of(databases, [](auto const& one) { return one.second.log.has_value(); });
  if (!any) return std::unexpected{nothing_of_this_kind("restore plans")};
  auto const found = find_numbered(page.state().operations, asked);
  if (!found) return found;
  auto const* restore = std::get_if<control::kinds::Restore>(&(*found)->as);
  if (restore == nullptr || !restore->planned) return std::unexpected{no_such(asked)};
  return found;
}

}  // namespace

QueryTable const& backups_query() {
  static QueryTable const table{
      find_restorable,
      Fields<Database>{{"backups", "every backup in the database's store", backup_row(),
                        [](Page const&, Database const& of) { return objects_of(of.backups); }},
                       {"log", "the write-ahead log", archive_row()},
                       {"failover", "the latest failover", failover_row(),
                        [](Database const& of) { return of.failover ? &of : nullptr; }}}};
  return table;
}

QueryTable const& consumers_query() {
  static QueryTable const table{
      find_restorable,
      Fields<Database>{{"consumers", "every consumer of the database's events", consumer_row(),
                        [](Page const&, Database const& of) { return objects_of(of.consumers); }}}};
  return table;
}

Fields<Operation> const& restore_plan_fields() {
  static Fields<Operation> const fields{
      {"plan", "what is restored", plan_row()},
      {"methods", "what each method would do", method_row(),
       [](Operation const& of) {
         std::vector<Planned> rows;
         auto const& as = as_restore(of);
         for (auto const& method : as.planned->methods) {
           rows.push_back({&*as.planned, &method, as.planned_entry});
         }
         return rows;
       }},
      {"releases", "the environment's releases, and whether they fit", fit_row(),
       [](Operation const& of) {
         std::vector<PlannedFit> rows;
         auto const& as = as_restore(of);
         for (auto const& fit : as.planned->releases) rows.push_back({&fit, as.planned_entry});
         return rows;
       }},
      {"copy", "the restored copy, once it is verified", ready_row(),
       [](Operation const& of) { return as_restore(of).ready ? &of : nullptr; }},
      {"cut_over", "the cut-over, once it happened", cut_over_row(),
       [](Operation const& of) { return as_restore(of).cut_over ? &of : nullptr; }}};
  return fields;
}

QueryTable const& plan_query() {
  static QueryTable const table{find_plan, Fields<Operation>{restore_plan_fields()}};
  return table;
}

}  // namespace studylab::console
