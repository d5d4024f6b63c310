#include "lab/drill/database_restore/faults.h"

#include <array>

#include <fmt/format.h>

#include "lab/drill/read.h"
#include "lab/grade/database_restore/clues.h"

namespace studylab::drill::database_restore {
namespace {

using namespace std::chrono_literals;

world::DataDamage damage_of(Injection const& into, DamageKind kind, Instant since) {
  world::DataDamage damage;
  damage.database = into.incident.database.name;
  damage.kind = kind;
  damage.since = since;
  damage.max_users = into.incident.database.users;
  return damage;
}

void damage(DrawnRun& run, world::DataDamage what) {
  run.plan.changes.push_back({run.plan.began, std::move(what)});
}

void record(DrawnRun& run, std::string fault, std::string object) {
  run.faults.push_back(FaultInjected{std::move(fault), std::move(object)});
}

template <class Kind>
Kind& initial_of(DrawnRun& run, auto const& wanted) {
  for (auto& fact : run.plan.initial) {
    auto* one = std::get_if<Kind>(&fact);
    if (one != nullptr && wanted(*one)) return *one;
  }
  check_failed("an initial fact", __FILE__, __LINE__);
}

struct CorruptingRelease : DataFault {
  Range wrong;  // of a thousand writes

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto what = damage_of(into, DamageKind::wrong, into.incident.past.promoted_at + 10s);
    what.rows = static_cast<std::uint64_t>(random.between(wrong.low, wrong.high));
    what.release = into.incident.release;
    damage(run, what);
    record(run, "corrupting-release", to_text(into.incident.release));
  }
};

struct DestructiveMigration : DataFault {
  Range rows;

  void put_into_initial(DrawnTopology& topology, IncidentParts const&) const override {
    topology.environments[topology.incident].migrations.back().kind = MigrationKind::destructive;
  }
  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto what = damage_of(into, DamageKind::gone, into.incident.past.migrated_at);
    what.rows = static_cast<std::uint64_t>(random.between(rows.low, rows.high));
    what.operation = into.incident.past.migration;
    what.migration = into.incident.past.migrated;
    damage(run, what);
    record(run, "destructive-migration", into.incident.past.migrated.value());
  }
};

struct UncleanFailover : DataFault {
  Range rows;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto what = damage_of(into, DamageKind::missing, into.incident.past.failed_over_at);
    what.rows = static_cast<std::uint64_t>(random.between(rows.low, rows.high));
    auto& failover = initial_of<FailoverRecorded>(run, [](auto const&) { return true; });
    failover.promoted = CommitPosition{failover.ended.value() - what.rows};
    failover.archived = CommitPosition{failover.ended.value() - what.rows / 4};
    damage(run, what);
    record(run, "unclean-failover", into.incident.database.name.value());
  }
};

struct ForeignRestore : DataFault {
  Range rows;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const& past = into.incident.past;
    auto what = damage_of(into, DamageKind::foreign, past.restored_at);
    what.rows = static_cast<std::uint64_t>(random.between(rows.low, rows.high));
    what.operation = past.restore;
    what.source = past.elsewhere;
    auto& restored = initial_of<OperationRecorded>(
        run, [&](auto const& one) { return one.operation == past.restore; });
    restored.request =
        requests::Restore{into.incident.environment, into.incident.database.name, past.elsewhere};
    auto& newest = initial_of<BackupRecorded>(
        run, [](auto const& one) { return one.backup == BackupName{"hourly-2"}; });
    newest.source = past.elsewhere;
    damage(run, what);
    record(run, "foreign-restore", past.elsewhere.value());
  }
};

struct ReplayedEvents : DataFault {
  Range rows;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto what = damage_of(into, DamageKind::doubled, into.incident.past.replayed_at);
    what.rows = static_cast<std::uint64_t>(random.between(rows.low, rows.high));
    what.consumer = into.incident.database.ledger;
    auto& ledger = initial_of<ConsumerRegistered>(
        run, [&](auto const& one) { return one.consumer == into.incident.database.ledger; });
    ledger.idempotency = Idempotency::none;
    damage(run, what);
    record(run, "replayed-events", into.incident.database.ledger.value());
  }
};

struct LaggingReplica : DataFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    for (auto& change : run.plan.changes) {
      auto* lag = std::get_if<world::ReplicaLag>(&change.what);
      if (lag != nullptr) lag->lag = std::chrono::seconds{random.between(40, 90)};
    }
    record(run, "lagging-replica", into.incident.database.name.value());
  }
  Witness witness() const override { return Witness::alert; }
};

template <class Counting>
std::shared_ptr<Fault> read_rows(Value const& value) {
  auto fault = std::make_shared<Counting>();
  Fields const fields{value, {{"is"}, {"rows"}}};
  if (auto const v = fields["rows"]) take(v->range({1, 1'000'000}), fault->rows);
  return fault;
}

std::shared_ptr<Fault> read_corrupting(Value const& value) {
  auto fault = std::make_shared<CorruptingRelease>();
  Fields const fields{value, {{"is"}, {"wrong"}}};
  if (auto const v = fields["wrong"]) take(v->range({1, 1'000}), fault->wrong);
  return fault;
}

std::shared_ptr<Fault> read_lagging(Value const& value) {
  Fields{value, {{"is"}}};
  return std::make_shared<LaggingReplica>();
}

namespace clues = grade::database_restore;
using grade::Clue;

constexpr std::array<Clue const*, 2> corrupting_clues{&clues::damaged_by_release,
                                                      &clues::pitr_within_rpo};
constexpr std::array<Clue const*, 2> destructive_clues{&clues::rows_gone, &clues::pitr_over_rpo};
constexpr std::array<Clue const*, 2> failover_clues{&clues::writes_missing,
                                                    &clues::pitr_within_rpo};
constexpr std::array<Clue const*, 3> foreign_clues{
    &clues::foreign_rows, &clues::newest_backup_foreign, &clues::pitr_within_rpo};
constexpr std::array<Clue const*, 3> replayed_clues{
    &clues::rows_doubled, &clues::consumer_went_back, &clues::pitr_within_rpo};
constexpr std::array<Clue const*, 2> lagging_clues{&clues::check_passes, &clues::pitr_within_rpo};

}  // namespace

constexpr FaultKind corrupting_release{"corrupting-release", corrupting_clues, read_corrupting};
constexpr FaultKind destructive_migration{"destructive-migration", destructive_clues,
                                          read_rows<DestructiveMigration>};
constexpr FaultKind unclean_failover{"unclean-failover", failover_clues,
                                     read_rows<UncleanFailover>};
constexpr FaultKind foreign_restore{"foreign-restore", foreign_clues, read_rows<ForeignRestore>};
constexpr FaultKind replayed_events{"replayed-events", replayed_clues, read_rows<ReplayedEvents>};
constexpr FaultKind lagging_replica{"lagging-replica", lagging_clues, read_lagging};

}  // namespace studylab::drill::database_restore
