// The fence of a database: a hold that stops every writer, and its end.
#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/plan_lines.h"
#include "control/releases/releases.h"
#include "control/restores/restores.h"
#include "control/routes/routes.h"

namespace studylab::control::databases {
namespace {

DatabaseName const& as_database(Operation const& restore) {
  return std::get<kinds::Restore>(restore.as).database;
}

// Every consumer is settled or being settled: what is left is to wait, and not a prohibition.
std::optional<Refusal> still_settling(Operation const& restore) {
  auto const unsettled = unsettled_consumers(restore);
  if (restore.stage != Stage::cut_over || unsettled.empty()) return std::nullopt;
  auto const& consumers = std::get<kinds::Restore>(restore.as).consumers;
  bool const all = std::ranges::all_of(unsettled, [&](ConsumerName const& name) {
    return at_key(consumers, name).ordered.has_value();
  });
  if (!all) return std::nullopt;
  return Refusal{RefusalCode::operation_running,
                 fmt::format("{} is settling the events of {}", to_text(restore.id),
                             unsettled.front().value()),
                 next_command(restore)};
}

std::optional<Refusal> events_left(Operation const& restore) {
  auto const unsettled = unsettled_consumers(restore);
  if (restore.stage != Stage::cut_over || unsettled.empty() || planted(Guard::drn3)) {
    return std::nullopt;
  }
  return Refusal{RefusalCode::events_unreconciled,
                 fmt::format("the events of {} past the restore point are not settled",
                             unsettled.front().value()),
                 fmt::format("`reconcile` each consumer; `show consumers {}` has their facts",
                             as_database(restore).value())};
}

// The restore whose copy serves was given up for another one, which was given up in turn: what is
// past its restore point is not settled, and only after another cut-over can it be.
std::optional<Refusal> events_given_up(State const& state, Database const& database) {
  auto const& name = database.registered.database;
  Operation const* serves = nullptr;
  for (auto const& [id, operation] : state.operations) {
    auto const* restore = std::get_if<kinds::Restore>(&operation.as);
    if (restore == nullptr || restore->database != name || !restore->cut_over) continue;
    bool const later = serves == nullptr || restore->cut_over_entry >
                                                std::get<kinds::Restore>(serves->as).cut_over_entry;
    if (later) serves = &operation;
  }
  if (serves == nullptr || serves->stage != Stage::abandoned) return std::nullopt;
  auto const unsettled = unsettled_consumers(*serves);
  if (unsettled.empty() || planted(Guard::drn3)) return std::nullopt;
  return Refusal{
      RefusalCode::events_unreconciled,
      fmt::format("the events of {} past the restore point of {} are not settled",
                  unsettled.front().value(), to_text(serves->id)),
      fmt::format("cut another copy over, and settle its events: `restore plan {}`", name.value())};
}

// The owner would write to a schema that it does not know.
std::optional<Refusal> misfit(State const& state, Database const& database) {
  auto const& environment = database.registered.environment;
  auto const* owner = route_of(state, environment);
  if (owner == nullptr || planted(Guard::dr4)) return std::nullopt;
  auto const& manifest = manifest_of(state, owner->release);
  auto const check = check_database(manifest, database, database.schema);
  if (check.verdict == DatabaseVerdict::compatible) return std::nullopt;
  return Refusal{RefusalCode::artifact_incompatible,
                 fmt::format("{} owns {} and does not fit schema {}", to_text(owner->release),
                             owner->route.value(), database.schema.value()),
                 "`rollback` or `deploy` to a release that the plan says is compatible"};
}

// Moving the owner under the fence does not repair the data.
std::optional<Refusal> damage_left(State const& state, Database const& database) {
  auto const* owner = route_of(state, database.registered.environment);
  bool const moved = owner != nullptr && owner->since > database.fence->at.at;
  if (!moved || !is_damaged(database) || planted(Guard::drn1)) return std::nullopt;
  return Refusal{RefusalCode::route_is_not_data,
                 fmt::format("the route's owner has moved, and {} rows are still damaged",
                             first_damage(database)->rows),
                 fmt::format("restore the data first: `restore plan {}`",
                             database.registered.database.value())};
}

// The owner runs a program that a check has found to write wrong rows: it would go on.
std::optional<Refusal> writer_left(State const& state, Database const& database) {
  auto const* owner = route_of(state, database.registered.environment);
  if (owner == nullptr || planted(Guard::dr4)) return std::nullopt;
  auto const digest_of = [&](ReleaseId id) { return at_key(state.releases, id).registered.digest; };
  for (auto const& [release, entry] : database.wrong_writers) {
    if (digest_of(release) != digest_of(owner->release)) continue;
    return Refusal{RefusalCode::artifact_incompatible,
                   fmt::format("{} owns {} and writes wrong rows ({})", to_text(owner->release),
                               owner->route.value(), to_text(entry)),
                   "`rollback` or `deploy` to a release that does not"};
  }
  return std::nullopt;
}

std::optional<Refusal> refusal_to_lift(State const& state, Database const& database) {
  if (auto const* restore = open_restore(state, database.registered.database)) {
    if (auto refusal = still_settling(*restore)) return refusal;
    if (auto refusal = events_left(*restore)) return refusal;
    bool const settled = restore->stage == Stage::reconciled || restore->stage == Stage::cut_over;
    if (!settled) {
      return Refusal{RefusalCode::operation_running,
                     fmt::format("{} is {}", to_text(restore->id), to_text(restore->stage)),
                     fmt::format("cut it over, or `cancel {}`", to_text(restore->id))};
    }
  } else {
    if (auto refusal = events_given_up(state, database)) return refusal;
    if (auto refusal = damage_left(state, database)) return refusal;
  }
  if (auto refusal = writer_left(state, database)) return refusal;
  return misfit(state, database);
}

}  // namespace

Decision decide(State const& state, FenceWriters const& verb, Act const& act) {
  auto const found = restorable(state, verb.database);
  if (!found) return std::unexpected(found.error());
  auto const& database = **found;
  // If it is already fenced, the same hold stays, and this command is recorded too.
  auto const& fence = database.fence;
  auto const hold = fence ? fence->ordered.hold : HoldId{state.last_hold.number + 1};
  auto const epoch = fence ? fence->ordered.epoch : next(database.writer_epoch);
  return single(WritersFenced{hold, verb.database, epoch, act});
}

Decision decide(State const& state, UnfenceWriters const& verb, Act const& act) {
  auto const found = restorable(state, verb.database);
  if (!found) return std::unexpected(found.error());
  auto const& database = **found;
  if (!database.fence || database.fence->lifted) {
    return refuse(RefusalCode::no_such_hold, fmt::format("{} is not fenced", verb.database.value()),
                  "`show incident` lists the holds");
  }
  if (auto refusal = refusal_to_lift(state, database)) return std::unexpected(*refusal);
  auto const& ordered = database.fence->ordered;
  return single(WritersUnfenced{ordered.hold, verb.database, ordered.epoch, act});
}

void plan(State const& state, FenceWriters const& verb, Plan& plan) {
  auto const found = restorable(state, verb.database);
  if (!found) return;
  auto const& database = **found;
  add(plan, "would stop", fmt::format("every writer of {}", verb.database.value()), database.entry);
  add(plan, "writer epoch",
      fmt::format("{} to {}", database.writer_epoch.value(), database.writer_epoch.value() + 1),
      database.entry);
  add(plan, "requests", "writes are answered 503; reads go on with the reader's login",
      database.entry);
}

void plan(State const& state, UnfenceWriters const& verb, Plan& plan) {
  auto const found = restorable(state, verb.database);
  if (!found || !(*found)->fence) return;
  auto const& fence = *(*found)->fence;
  add(plan, "would let in", fmt::format("the login of epoch {}", fence.ordered.epoch.value()),
      fence.at.id);
  if (is_damaged(**found)) {
    add(plan, "damaged rows", fmt::format("{}", first_damage(**found)->rows),
        (*found)->checked_at.id);
  }
}

}  // namespace studylab::control::databases
