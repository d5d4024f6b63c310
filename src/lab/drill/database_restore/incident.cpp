#include "lab/drill/database_restore/incident.h"

#include <array>
#include <span>

#include "lab/drill/releases.h"

namespace studylab::drill::database_restore {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array ledgers{"ledger"sv, "orders"sv, "stock"sv};
constexpr std::array billings{"billing"sv, "payouts"sv, "charges"sv};
constexpr std::array mailers{"mailer"sv, "notifier"sv, "webhooks"sv};

// For how long consumers can read events again: longer than any fault but a migration's lasts.
constexpr Duration events_kept = 15min;

Instant ago(Random& random, Instant began, std::int64_t low, std::int64_t high) {
  auto const minutes = std::chrono::minutes{random.between(low, high)};
  return began - minutes - std::chrono::seconds{random.between(0, 59)};
}

// The newest release took the route over minutes ago.
void promote(DrawnEnvironment& environment, Random& random, Instant began, IncidentParts& parts) {
  auto const schema = schema_of(environment);
  parts.release =
      add_release(environment, random, ago(random, began, 50, 90),
                  manifest_for(environment, {schema, next(schema)}, commit(random, "main")));
  auto const since = ago(random, began, 4, 5);
  environment.operations.push_back({OperationId{}, OperationKind::promotion, parts.release,
                                    Stage::healthy, since - 6s, since - 6s, environment.owner,
                                    "scheduled release"});
  environment.releases[environment.current].served.push_back(
      Service{environment.since, since, environment.epoch,
              OperationId{static_cast<std::uint32_t>(environment.current_by + 1)}, 0});
  environment.epoch = next(environment.epoch);
  environment.current = parts.release;
  environment.current_by = environment.operations.size() - 1;
  environment.since = since;
  parts.past.promoted_at = since;
}

ConsumerName pick(Random& random, std::span<std::string_view const> names) {
  return ConsumerName{std::string{random.pick(names)}};
}

SchemaVersion before(SchemaVersion schema) { return SchemaVersion{schema.value() - 1}; }

void add_backups(Incident const& incident, SchemaVersion schema, Random& random, DrawnRun& run) {
  struct Row {
    std::string_view name;
    std::int64_t low, high;
  };
  constexpr Row rows[] = {{"daily-1", 360, 600}, {"hourly-1", 95, 130}, {"hourly-2", 1, 2}};
  for (auto const& row : rows) {
    auto const at = ago(random, incident.began, row.low, row.high);
    run.plan.initial.push_back(BackupRecorded{
        BackupName{std::string{row.name}}, incident.database, incident.environment, at,
        incident.position(at), at < incident.past.migrated_at ? before(schema) : schema,
        static_cast<std::uint64_t>(random.between(20'000, 90'000))});
  }
}

}  // namespace

CommitPosition Incident::position(Instant at) const {
  constexpr std::uint64_t minute = 60'000'000;
  auto const before = static_cast<std::uint64_t>((began - at).count());
  return CommitPosition{log_end.value() - before * writes_per_minute / minute};
}

IncidentParts draw_incident(DrawnTopology& topology, Seed const& seed, Times const& times) {
  Random random{seed, "incident"};
  auto& environment = topology.environments[topology.incident];
  IncidentParts parts;
  promote(environment, random, times.began, parts);
  auto& past = parts.past;
  past.migrated = environment.migrations.back().name;
  past.migrated_at = ago(random, times.began, 30, 44);
  environment.operations.push_back({OperationId{}, OperationKind::migration, parts.release,
                                    Stage::healthy, past.migrated_at, past.migrated_at,
                                    environment.owner, "schema of the next release"});
  parts.migration = environment.operations.size() - 1;
  past.failed_over_at = ago(random, times.began, 4, 6);
  past.restored_at = ago(random, times.began, 6, 8);
  past.replayed_at = ago(random, times.began, 2, 3);
  parts.elsewhere = random.below(topology.environments.size() - 1);
  if (parts.elsewhere >= topology.incident) ++parts.elsewhere;
  past.elsewhere = topology.environments[parts.elsewhere].name;
  past.database_elsewhere = topology.environments[parts.elsewhere].database;
  return parts;
}

void add_database(Seed const& seed, Incident& incident, DrawnRun& run) {
  Random random{seed, "database"};
  auto& initial = run.plan.initial;
  DatabaseRegistered registered;
  OperationId last;
  for (auto const& fact : initial) {
    auto const* one = std::get_if<DatabaseRegistered>(&fact);
    if (one != nullptr && one->database == incident.database) registered = *one;
    auto const* operation = std::get_if<OperationRecorded>(&fact);
    if (operation != nullptr) last = std::max(last, operation->operation);
  }
  incident.began = run.plan.began;
  incident.log_end =
      CommitPosition{static_cast<std::uint64_t>(random.between(9'000'000, 40'000'000))};
  incident.writes_per_minute = 0;
  for (auto const& flow : run.plan.flows) {
    if (flow.route != incident.route) continue;
    incident.writes_per_minute += std::uint64_t{flow.per_minute} * flow.unsafe.value() / 1000;
    incident.users = std::max(incident.users, flow.users);
  }
  incident.past.restore = OperationId{last.number + 1};
  initial.push_back(
      OperationRecorded{incident.past.restore,
                        requests::Restore{incident.past.elsewhere, incident.past.database_elsewhere,
                                          incident.past.elsewhere},
                        Stage::unfenced, incident.past.restored_at, Instant{},
                        PersonName{"night shift"}, "a copy for tests"});
  initial.push_back(DatabaseLogRecorded{incident.database, incident.log_end,
                                        incident.writes_per_minute, run.plan.began - 48h,
                                        events_kept});
  add_backups(incident, registered.schema, random, run);
  incident.ledger = pick(random, ledgers);
  incident.billing = pick(random, billings);
  incident.mailer = pick(random, mailers);
  auto const keys = random.chance(500) ? Idempotency::by_key : Idempotency::none;
  initial.push_back(ConsumerRegistered{incident.ledger, incident.database, ConsumerEffect::database,
                                       keys, "writes rows of its own"});
  initial.push_back(ConsumerRegistered{incident.billing, incident.database, ConsumerEffect::outside,
                                       Idempotency::none, "takes payments"});
  initial.push_back(ConsumerRegistered{incident.mailer, incident.database, ConsumerEffect::outside,
                                       Idempotency::by_key, "sends messages"});
  auto const position = incident.position(incident.past.failed_over_at);
  initial.push_back(FailoverRecorded{incident.database, incident.past.failed_over_at, position,
                                     position, position});
  auto const lag = [&](ConsumerName const& consumer, std::int64_t high) {
    auto const events = static_cast<std::uint64_t>(random.between(0, high));
    run.plan.changes.push_back(
        {run.plan.began, world::ConsumerLag{incident.database, consumer, events}});
  };
  lag(incident.billing, random.chance(500) ? 40 : 0);
  lag(incident.mailer, 60);
  run.plan.changes.push_back(
      {run.plan.began,
       world::ReplicaLag{incident.database, std::chrono::milliseconds{random.between(300, 1800)}}});
}

}  // namespace studylab::drill::database_restore
