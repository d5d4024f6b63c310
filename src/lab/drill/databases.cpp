#include "lab/drill/databases.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array ledgers{"ledger"sv, "orders"sv, "stock"sv};
constexpr std::array billings{"billing"sv, "payouts"sv, "charges"sv};

// For how long consumers can read events again: longer than an operator reads before the first
// command.
constexpr Duration events_kept = 1h;

ConsumerName pick(Random& random, std::span<std::string_view const> names) {
  return ConsumerName{std::string{random.pick(names)}};
}

SchemaVersion schema_in(std::vector<InitialFact> const& initial, DatabaseName const& name) {
  for (auto const& fact : initial) {
    auto const* one = std::get_if<DatabaseRegistered>(&fact);
    if (one != nullptr && one->database == name) return one->schema;
  }
  check_failed("a registered database", __FILE__, __LINE__);
}

void count_traffic(std::vector<world::Flow> const& flows, RouteKey const& route,
                   DrawnDatabase& database) {
  for (auto const& flow : flows) {
    if (flow.route != route) continue;
    database.writes_per_minute += std::uint64_t{flow.per_minute} * flow.unsafe.value() / 1000;
    database.users = std::max(database.users, flow.users);
  }
}

void add_consumers(DrawnDatabase& database, Random& random, DrawnRun& run) {
  auto& initial = run.plan.initial;
  database.ledger = pick(random, ledgers);
  database.billing = pick(random, billings);
  auto const keys = random.chance(500) ? Idempotency::by_key : Idempotency::none;
  initial.push_back(ConsumerRegistered{database.ledger, database.name, ConsumerEffect::database,
                                       keys, "writes rows of its own"});
  initial.push_back(ConsumerRegistered{database.billing, database.name, ConsumerEffect::outside,
                                       Idempotency::none, "takes payments"});
  auto const behind = static_cast<std::uint64_t>(random.between(0, random.chance(500) ? 40 : 0));
  run.plan.changes.push_back(
      {run.plan.began, world::ConsumerLag{database.name, database.billing, behind}});
}

}  // namespace

CommitPosition DrawnDatabase::position(Instant at) const {
  constexpr std::uint64_t minute = 60'000'000;
  auto const before = static_cast<std::uint64_t>((began - at).count());
  return CommitPosition{log_end.value() - before * writes_per_minute / minute};
}

Instant minutes_before(Random& random, Instant began, std::int64_t low, std::int64_t high) {
  auto const minutes = std::chrono::minutes{random.between(low, high)};
  return began - minutes - std::chrono::seconds{random.between(0, 59)};
}

void add_backup(DrawnDatabase const& database, std::string_view name, std::int64_t low,
                std::int64_t high, Random& random, DrawnRun& run) {
  auto const at = minutes_before(random, database.began, low, high);
  auto& initial = run.plan.initial;
  initial.push_back(BackupRecorded{BackupName{std::string{name}}, database.name, run.environment,
                                   at, database.position(at), schema_in(initial, database.name),
                                   static_cast<std::uint64_t>(random.between(20'000, 90'000))});
}

DrawnDatabase add_database(DrawnTopology const& topology, Seed const& seed, DrawnRun& run) {
  Random random{seed, "database"};
  auto const& environment = topology.environments[topology.incident];
  DrawnDatabase database;
  database.name = environment.database;
  database.began = run.plan.began;
  database.log_end =
      CommitPosition{static_cast<std::uint64_t>(random.between(9'000'000, 40'000'000))};
  count_traffic(run.plan.flows, environment.route, database);
  run.plan.initial.push_back(DatabaseLogRecorded{database.name, database.log_end,
                                                 database.writes_per_minute, run.plan.began - 48h,
                                                 events_kept});
  add_backup(database, "daily-1", 360, 600, random, run);
  add_backup(database, "hourly-2", 1, 2, random, run);
  add_consumers(database, random, run);
  auto const lag = std::chrono::milliseconds{random.between(300, 1800)};
  run.plan.changes.push_back({run.plan.began, world::ReplicaLag{database.name, lag}});
  return database;
}

}  // namespace studylab::drill
