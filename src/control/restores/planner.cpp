// What each method of a restore would do: computed from facts, compared with the database's RPO and
// RTO. It recommends none.
#include <algorithm>

#include <fmt/format.h>

#include "control/databases/databases.h"
#include "control/releases/releases.h"
#include "control/restores/restores.h"

namespace studylab::control {
namespace {

using namespace std::chrono_literals;

// Loading a backup, and how much faster than it was written the log is applied to it.
constexpr Duration loading = 30s;
constexpr std::int64_t log_speed = 60;
// Copying rows out of a clone in one transaction.
constexpr Duration copying = 15s;
// From a copy that is ready to consumers that have read their events again.
constexpr Duration until_replayed = 1min;

struct Asked {
  Database const& database;
  RestoreTarget target;
  RestoreTarget end;  // of the log
  Instant now;
};

// The newest backup of the environment's own data from before the target; nullptr: none.
Backup const* own_backup(Database const& database, CommitPosition target) {
  Backup const* newest = nullptr;
  for (auto const& [name, backup] : database.backups) {
    auto const& recorded = backup.recorded;
    bool const usable =
        recorded.source == database.registered.environment && recorded.position <= target;
    if (!usable) continue;
    if (newest == nullptr || recorded.taken_at > newest->recorded.taken_at) newest = &backup;
  }
  return newest;
}

bool rows_from_events(Database const& database) {
  return std::ranges::any_of(database.consumers, [](auto const& one) {
    return one.second.registered.effect == ConsumerEffect::database;
  });
}

std::uint64_t between(CommitPosition from, CommitPosition to) {
  return to > from ? to.value() - from.value() : 0;
}

// The schema at the target: migrations that ran later are not in the copy.
SchemaVersion schema_at(Asked const& asked, CommitPosition reaches) {
  auto schema = asked.database.schema;
  auto const* damage = first_damage(asked.database);
  bool const undone = damage != nullptr && damage->kind == DamageKind::gone &&
                      reaches < damage->first && !damage->migration.value().empty();
  if (!undone) return schema;
  for (auto const& applied : asked.database.migrations) {
    if (applied.migration.name == damage->migration) schema = applied.migration.from;
  }
  return schema;
}

// In whole seconds: a plan estimates, and rounds against the method.
Duration rounded_up(Duration length) { return std::chrono::ceil<std::chrono::seconds>(length); }

void compare(Asked const& asked, MethodPlan& plan) {
  auto const& registered = asked.database.registered;
  plan.rpo = plan.left_time <= registered.rpo ? Within::yes : Within::no;
  plan.rto = plan.takes <= registered.rto ? Within::yes : Within::no;
}

// The writes after the point that is reached, and which of them consumers' events bring back.
void count_loss(Asked const& asked, MethodPlan& plan) {
  plan.lost = between(plan.reaches, asked.end.position);
  plan.lost_time = rounded_up(std::max(Duration{}, asked.end.at - plan.reaches_at));
  plan.left_time = plan.lost_time;
  if (!rows_from_events(asked.database)) return;
  // Events expire by the clock, also under a fence: what counts is when they can be replayed.
  auto const replayed_at = asked.now + plan.takes + until_replayed;
  auto const kept_from = std::min(asked.end.at, replayed_at - asked.database.log->events_kept);
  auto const first = std::max(plan.reaches, position_at(asked.database, kept_from));
  plan.replayable = between(first, asked.end.position);
  plan.left_time = rounded_up(std::max(Duration{}, kept_from - plan.reaches_at));
}

// Writes that the failover lost and the archived log does not have.
std::uint64_t not_archived(Database const& database) {
  return database.failover ? between(database.failover->archived, database.failover->ended) : 0;
}

MethodPlan with_method(RestoreMethod method) {
  MethodPlan plan;
  plan.method = method;
  return plan;
}

MethodPlan pitr(Asked const& asked) {
  auto plan = with_method(RestoreMethod::pitr);
  auto const* base = own_backup(asked.database, asked.target.position);
  if (base == nullptr) {
    plan.reachable = Reachable::no_backup;
    plan.cannot = "no backup of this environment is from before the target";
    return plan;
  }
  plan.base = base->recorded.backup;
  plan.reaches = asked.target.position;
  plan.reaches_at = asked.target.at;
  plan.takes = loading + rounded_up((asked.target.at - base->recorded.taken_at) / log_speed);
  plan.schema = schema_at(asked, plan.reaches);
  count_loss(asked, plan);
  plan.cannot = fmt::format("the {} writes after it, except what consumers replay", plan.lost);
  if (auto const unlogged = not_archived(asked.database); unlogged > 0) {
    plan.cannot += fmt::format("; of the lost writes, {} are only in their events", unlogged);
  }
  compare(asked, plan);
  return plan;
}

MethodPlan backup(Asked const& asked) {
  auto plan = with_method(RestoreMethod::backup);
  auto const* base = own_backup(asked.database, asked.target.position);
  if (base == nullptr) {
    plan.reachable = Reachable::no_backup;
    plan.cannot = "no backup of this environment is from before the target";
    return plan;
  }
  plan.base = base->recorded.backup;
  plan.reaches = base->recorded.position;
  plan.reaches_at = base->recorded.taken_at;
  plan.takes = loading;
  plan.schema = base->recorded.schema;
  count_loss(asked, plan);
  plan.cannot =
      fmt::format("the {} writes since the backup, except what consumers replay", plan.lost);
  compare(asked, plan);
  return plan;
}

// What stays damaged after rows were copied from a clone of before the damage.
std::string not_returned(Database const& database, DamageKind kind, std::uint64_t rows) {
  switch (kind) {
    case DamageKind::gone: return {};
    case DamageKind::wrong:
      return fmt::format(
          "the {} wrong rows, which were first written after the target: a check still finds them",
          rows);
    case DamageKind::missing:
      return fmt::format(
          "{} of the {} missing writes, which the archived log does not have: a check still finds "
          "them missing",
          not_archived(database), rows);
    case DamageKind::foreign:
      return fmt::format(
          "it copies rows and removes none: the {} foreign rows stay, and a check still finds them",
          rows);
    case DamageKind::doubled:
      return fmt::format(
          "it copies rows and removes none: the {} doubled rows stay, and a check still finds them",
          rows);
  }
  return {};
}

// Later writes are kept, so nothing is lost but what the archived log does not have.
MethodPlan forward_repair(Asked const& asked) {
  auto plan = with_method(RestoreMethod::forward_repair);
  auto const clone = pitr(asked);
  auto const* damage = first_damage(asked.database);
  plan.base = clone.base;
  plan.reaches = clone.reaches;
  plan.reaches_at = clone.reaches_at;
  plan.takes = clone.takes + copying;
  plan.schema = asked.database.schema;
  if (clone.reachable != Reachable::yes) {
    plan.reachable = clone.reachable;
    plan.cannot = clone.cannot;
    return plan;
  }
  if (damage == nullptr) {
    plan.reachable = Reachable::nothing_removed;
    plan.cannot = "no rows are known to be gone";
  } else {
    plan.cannot = not_returned(asked.database, damage->kind, damage->rows);
    if (damage->kind == DamageKind::missing) plan.lost = not_archived(asked.database);
  }
  compare(asked, plan);
  return plan;
}

std::vector<ReleaseFit> fits(State const& state, Database const& database, SchemaVersion schema) {
  std::vector<ReleaseFit> found;
  for (auto const& [id, release] : state.releases) {
    if (release.registered.environment != database.registered.environment) continue;
    auto const check = check_database(manifest_of(state, id), database, schema);
    found.push_back({id, schema, check.verdict});
  }
  return found;
}

RestoreTarget log_end(Database const& database, Instant now) {
  if (is_fenced(database)) {
    return {database.fence->in_force->position, database.fence->in_force_at.at};
  }
  return {position_at(database, now), now};
}

}  // namespace

RestorePlanned plan_restore(State const& state, Database const& database,
                            RestoreTarget const& target, OperationId operation, Instant now) {
  Asked const asked{database, target, log_end(database, now), now};
  auto const& registered = database.registered;
  RestorePlanned plan;
  plan.operation = operation;
  plan.database = registered.database;
  plan.data_class = registered.data_class;
  plan.rpo = registered.rpo;
  plan.rto = registered.rto;
  plan.target = target.position;
  plan.target_at = target.at;
  plan.end = asked.end.position;
  plan.end_at = asked.end.at;
  plan.methods = {pitr(asked), backup(asked), forward_repair(asked)};
  auto const copy = plan.methods.front().schema;
  if (copy != SchemaVersion{}) plan.releases = fits(state, database, copy);
  if (copy != database.schema) {
    auto const kept = fits(state, database, database.schema);
    plan.releases.insert(plan.releases.end(), kept.begin(), kept.end());
  }
  return plan;
}

}  // namespace studylab::control
