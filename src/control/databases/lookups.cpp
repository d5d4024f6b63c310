#include "control/databases/databases.h"

#include <algorithm>

#include "control/decision.h"

namespace studylab::control {

CommitPosition position_at(Database const& database, Instant at) {
  if (!database.log) return CommitPosition{};
  if (at <= database.log_at.at) {
    auto const before = static_cast<std::uint64_t>((database.log_at.at - at).count());
    constexpr std::uint64_t minute = 60'000'000;
    auto const writes = before * database.log->writes_per_minute / minute;
    return CommitPosition{database.log->position.value() - writes};
  }
  auto const after = database.positions.upper_bound(at);
  return after == database.positions.begin() ? database.log->position : std::prev(after)->second;
}

bool is_damaged(Database const& database) { return first_damage(database) != nullptr; }

Damage const* first_damage(Database const& database) {
  if (!database.checked || database.checked->damage.empty()) return nullptr;
  auto const& all = database.checked->damage;
  return &*std::ranges::min_element(all, {}, &Damage::first);
}

bool is_fenced(Database const& database) {
  return database.fence && database.fence->in_force && !database.fence->lifted;
}

std::expected<Database const*, Refusal> restorable(State const& state, DatabaseName const& name) {
  auto const can = [](auto const& one) { return one.second.log.has_value(); };
  if (std::ranges::none_of(state.databases, can)) {
    return refuse(RefusalCode::nothing_of_this_kind,
                  "this platform has no databases that it can restore",
                  "`show databases` lists what it has");
  }
  auto const found = state.databases.find(name);
  if (found != state.databases.end() && can(*found)) return &found->second;
  return refuse(RefusalCode::no_such_thing,
                found == state.databases.end()
                    ? "database '" + name.value() + "' does not exist"
                    : "database '" + name.value() + "' has no log to restore from",
                "`show databases` lists them");
}

}  // namespace studylab::control
