#include "lab/drill/database_restore/incident.h"

#include <algorithm>
#include <array>
#include <span>

#include "lab/drill/releases.h"

namespace studylab::drill::database_restore {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array mailers{"mailer"sv, "notifier"sv, "webhooks"sv};

// The newest release took the route over minutes ago.
void promote(DrawnEnvironment& environment, Random& random, Instant began, IncidentParts& parts) {
  auto const schema = schema_of(environment);
  parts.release =
      add_release(environment, random, minutes_before(random, began, 50, 90),
                  manifest_for(environment, {schema, next(schema)}, commit(random, "main")));
  auto const since = minutes_before(random, began, 4, 5);
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

// The migration is 130 minutes old at most, and the backup is older in every drill.
std::int64_t minutes_at_pace(std::uint32_t pace, std::int64_t usual) {
  return std::max<std::int64_t>(132, usual * pace / usual_pace);
}

// A backup from before the migration has the schema of before it.
void give_earlier_schema(DatabaseName const& database, Instant migrated_at,
                         std::vector<InitialFact>& initial) {
  for (auto& fact : initial) {
    auto* backup = std::get_if<BackupRecorded>(&fact);
    if (backup == nullptr || backup->database != database) continue;
    if (backup->taken_at < migrated_at) backup->schema = SchemaVersion{backup->schema.value() - 1};
  }
}

}  // namespace

IncidentParts draw_incident(DrawnTopology& topology, Seed const& seed, Times const& times) {
  Random random{seed, "incident"};
  auto& environment = topology.environments[topology.incident];
  IncidentParts parts;
  promote(environment, random, times.began, parts);
  auto& past = parts.past;
  past.migrated = environment.migrations.back().name;
  past.migrated_at = minutes_before(random, times.began, 100, 130);
  environment.operations.push_back({OperationId{}, OperationKind::migration, parts.release,
                                    Stage::healthy, past.migrated_at, past.migrated_at,
                                    environment.owner, "schema of the next release"});
  parts.migration = environment.operations.size() - 1;
  past.failed_over_at = minutes_before(random, times.began, 4, 6);
  past.restored_at = minutes_before(random, times.began, 6, 8);
  past.replayed_at = minutes_before(random, times.began, 2, 3);
  parts.elsewhere = random.below(topology.environments.size() - 1);
  if (parts.elsewhere >= topology.incident) ++parts.elsewhere;
  past.elsewhere = topology.environments[parts.elsewhere].name;
  past.database_elsewhere = topology.environments[parts.elsewhere].database;
  return parts;
}

void add_past(Seed const& seed, Incident& incident, DrawnRun& run) {
  Random random{seed, "past"};
  auto& initial = run.plan.initial;
  auto& past = incident.past;
  auto const& database = incident.database;
  OperationId last;
  for (auto const& fact : initial) {
    auto const* operation = std::get_if<OperationRecorded>(&fact);
    if (operation != nullptr) last = std::max(last, operation->operation);
  }
  past.restore = OperationId{last.number + 1};
  initial.push_back(OperationRecorded{
      past.restore, requests::Restore{past.elsewhere, past.database_elsewhere, past.elsewhere},
      Stage::unfenced, past.restored_at, Instant{}, PersonName{"night shift"}, "a copy for tests"});
  // The older the backup, the longer its restore takes.
  add_backup(database, "hourly-1", minutes_at_pace(incident.pace, 150),
             minutes_at_pace(incident.pace, 190), random, run);
  give_earlier_schema(database.name, past.migrated_at, initial);
  ConsumerName const mailer{std::string{random.pick(std::span<std::string_view const>{mailers})}};
  initial.push_back(ConsumerRegistered{mailer, database.name, ConsumerEffect::outside,
                                       Idempotency::by_key, "sends messages"});
  auto const behind = static_cast<std::uint64_t>(random.between(0, 60));
  run.plan.changes.push_back({run.plan.began, world::ConsumerLag{database.name, mailer, behind}});
  auto const position = database.position(past.failed_over_at);
  initial.push_back(
      FailoverRecorded{database.name, past.failed_over_at, position, position, position});
}

}  // namespace studylab::drill::database_restore
