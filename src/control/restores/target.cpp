// Which write a restore keeps last.
#include <fmt/format.h>

#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/restores/restores.h"

namespace studylab::control {
namespace {

constexpr std::string_view before_prefix = "before:";

RestoreTarget just_before(Damage const& damage) {
  return {CommitPosition{damage.first.value() - 1}, damage.since};
}

// Missing writes are in the log of before the failover, as far as it was archived.
RestoreTarget before_damage(Database const& database, Damage const& damage) {
  if (damage.kind == DamageKind::missing && database.failover) {
    return {database.failover->archived, database.failover->at};
  }
  return just_before(damage);
}

RestoreTarget end_of_log(Database const& database, Instant now) {
  if (is_fenced(database)) {
    return {database.fence->in_force->position, database.fence->in_force_at.at};
  }
  return {position_at(database, now), now};
}

// The instant of what the entry records about the database or its environment; none: nothing.
std::optional<Instant> instant_of(State const& state, Database const& database, EntryId entry) {
  for (auto const& [id, operation] : state.operations) {
    if (operation.environment != database.registered.environment) continue;
    if (operation.entry == entry) return operation.requested_at;
    if (operation.stage_entry == entry) return operation.stage_since;
  }
  for (auto const& [route, owner] : state.routes) {
    bool const own = owner.environment == database.registered.environment;
    if (own && owner.entry == entry) return owner.since;
  }
  for (auto const& [name, backup] : database.backups) {
    if (backup.entry == entry) return backup.recorded.taken_at;
  }
  if (database.failover && database.failover_entry == entry) return database.failover->at;
  return std::nullopt;
}

std::unexpected<Refusal> unreachable(Database const& database, std::string why) {
  return refuse(
      RefusalCode::target_unreachable, std::move(why),
      fmt::format(
          "`show backups {}` prints the earliest and the latest time to which it can be restored",
          database.registered.database.value()));
}

std::expected<RestoreTarget, Refusal> before_entry(State const& state, Database const& database,
                                                   std::string_view text) {
  auto const entry = parse_id<EntryId>(text);
  if (!entry) return unreachable(database, fmt::format("'{}' is not an entry", text));
  bool const check = database.checked && database.damage_seen.contains(*entry);
  if (check && is_damaged(database)) return before_damage(database, *first_damage(database));
  if (check) {
    auto const at = database.damage_seen.at(*entry);
    return RestoreTarget{CommitPosition{position_at(database, at).value() - 1}, at};
  }
  auto const at = instant_of(state, database, *entry);
  if (!at) {
    return unreachable(database, fmt::format("{} records nothing that happened to {}", text,
                                             database.registered.database.value()));
  }
  return RestoreTarget{CommitPosition{position_at(database, *at).value() - 1}, *at};
}

// Writes that a failover lost are in the archived log only up to its end.
std::expected<RestoreTarget, Refusal> if_archived(Database const& database, RestoreTarget target) {
  auto const& failover = database.failover;
  bool const lost = failover && target.position > failover->archived &&
                    target.position <= failover->ended && failover->archived < failover->ended;
  if (!lost) return target;
  return unreachable(database,
                     fmt::format("the archived log from before the failover ends at write {}",
                                 failover->archived.value()));
}

}  // namespace

std::expected<RestoreTarget, Refusal> restore_target(State const& state, Database const& database,
                                                     std::string const& text, Instant now) {
  if (text.empty()) {
    auto const* damage = first_damage(database);
    return damage == nullptr ? end_of_log(database, now) : before_damage(database, *damage);
  }
  if (text.starts_with(before_prefix)) {
    auto const found =
        before_entry(state, database, std::string_view{text}.substr(before_prefix.size()));
    return found ? if_archived(database, *found) : found;
  }
  auto const at = parse_instant(text);
  if (!at) return unreachable(database, fmt::format("'{}' is not an instant", text));
  if (*at > end_of_log(database, now).at) {
    return unreachable(database, fmt::format("{} is past the end of the log", text));
  }
  if (*at < database.log->archived_since) {
    return unreachable(database, fmt::format("the log is archived from {} on",
                                             to_text(database.log->archived_since)));
  }
  return if_archived(database, {position_at(database, *at), *at});
}

}  // namespace studylab::control
