#include "world/sim/sim_data.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "base/codec.h"

namespace studylab::world::sim {
namespace {

using namespace std::chrono_literals;

// How long the service takes; a copy takes as long as its order says.
constexpr Between fencing{60ms, 90ms};
constexpr Between admitting{30ms, 60ms};
constexpr Between checking{300ms, 800ms};
constexpr Between switching{2s, 4s};
constexpr Between settling{3s, 8s};
// While there may be damage, its checks are this far apart.
constexpr Duration check_interval = 30s;
// How far a replica is behind when nothing delays it.
constexpr Duration usual_lag = 900ms;
// In which a consumer that is behind processes what is left once writers are fenced.
constexpr Duration catching_up = 5min;

std::string key_of(DatabaseCommand const& command) {
  return match(
      command,
      [](FenceDatabase const& c) {
        return fmt::format("fence {} {}", c.database.value(), c.epoch.value());
      },
      [](AdmitWriters const& c) {
        return fmt::format("admit {} {}", c.database.value(), c.epoch.value());
      },
      [](CheckDatabase const& c) { return fmt::format("check {}", to_text(c.ordered_by)); },
      [](RestoreCopy const& c) { return fmt::format("restore {}", to_text(c.operation)); },
      [](CutOverCopy const& c) { return fmt::format("cutover {}", to_text(c.operation)); },
      [](SettleConsumer const& c) {
        return fmt::format("settle {} {}", to_text(c.operation), c.consumer.value());
      });
}

constexpr std::uint64_t minute = 60'000'000;

std::uint64_t written(Duration length, std::uint64_t per_minute) {
  return static_cast<std::uint64_t>(length.count()) * per_minute / minute;
}

}  // namespace

// --- what there is ---

SimData::Store* SimData::find(DatabaseName const& name) {
  if (auto const known = stores_.find(name); known != stores_.end()) return &known->second;
  auto const found = platform_.databases.find(name);
  if (found == platform_.databases.end() || !found->second.log) return nullptr;
  auto const& database = found->second;
  Store made;
  made.registered = database.registered;
  made.log = *database.log;
  made.failover = database.failover;
  made.route = platform_.environments.at(database.registered.environment).declared.route;
  made.counted = made.log.position.value();
  made.writes.add(1, made.counted);
  for (auto const& [consumer, of] : database.consumers) {
    made.consumers.push_back(
        {consumer, of.registered.effect, of.registered.idempotency, 0, {}, 0, 0});
  }
  return &stores_.emplace(name, std::move(made)).first->second;
}

SimData::Store& SimData::store(DatabaseName const& name) {
  auto* found = find(name);
  STUDYLAB_CHECK(found != nullptr);
  return *found;
}

std::uint64_t SimData::position(Store const& store, Instant at) const {
  auto const began = context_.plan.began;
  auto const first = store.log.position.value();
  if (at <= began) return first - written(began - at, store.log.writes_per_minute);
  return first + traffics_.acknowledged(store.route, {began, at}, {});
}

void SimData::settle(Store& store) {
  auto const now = position(store, context_.now());
  if (now <= store.counted) return;
  store.writes.add(store.counted + 1, now);
  store.counted = now;
}

std::uint64_t SimData::rows_of(Store const& store, Wrong const& wrong) const {
  if (wrong.what.kind == DamageKind::missing) return wrong.last + 1 - wrong.first;
  if (wrong.what.kind != DamageKind::wrong) return wrong.what.rows;
  auto const began = context_.plan.began;
  auto const before = wrong.counted_from < began
                          ? written(began - wrong.counted_from, store.log.writes_per_minute)
                          : 0;
  Span const since{std::max(began, wrong.counted_from), context_.now()};
  auto const writes = traffics_.acknowledged(store.route, since, wrong.what.release);
  return wrong.came_with + (before + writes) * wrong.what.rows / 1000;
}

std::uint64_t SimData::behind(Store const& store, Consumer const& consumer) const {
  if (!store.fence) return consumer.behind;
  auto const passed = context_.now() - store.fenced_at;
  if (passed >= catching_up) return 0;
  auto const left = static_cast<std::uint64_t>((catching_up - passed).count());
  auto const whole = static_cast<std::uint64_t>(catching_up.count());
  return (consumer.behind * left + whole - 1) / whole;
}

bool SimData::is_catching_up(Store const& store) const {
  return store.fence && std::ranges::any_of(store.consumers, [&](Consumer const& consumer) {
           return behind(store, consumer) > 0;
         });
}

std::vector<Damage> SimData::damage(Store const& store) const {
  std::vector<Damage> all;
  for (auto const& wrong : store.wrong) {
    auto const rows = rows_of(store, wrong);
    if (rows == 0) continue;
    auto const& what = wrong.what;
    Damage one;
    one.kind = what.kind;
    one.rows = rows;
    one.users = static_cast<std::uint32_t>(std::min<std::uint64_t>(what.max_users, rows));
    one.first = CommitPosition{wrong.first};
    one.since = wrong.since;
    one.release = what.release;
    one.consumer = what.consumer;
    one.operation = what.operation;
    one.migration = what.migration;
    one.source = what.source;
    all.push_back(std::move(one));
  }
  std::ranges::sort(all, {}, &Damage::first);
  return all;
}

void SimData::note_harm(Store& store) {
  bool const harmful = store.fence || !damage(store).empty();
  if (harmful && !store.harmful_since) store.harmful_since = context_.now();
  if (harmful || !store.harmful_since) return;
  store.harmful.push_back({*store.harmful_since, context_.now()});
  store.harmful_since.reset();
}

void SimData::note_rows(Store const& store) {
  bool const gone = std::ranges::any_of(
      store.wrong, [](Wrong const& wrong) { return wrong.what.kind == DamageKind::gone; });
  auto const rows = gone ? Programs::Rows::gone : Programs::Rows::whole;
  if (context_.programs.set_rows(store.registered.database, rows)) traffics_.changed();
}

// --- what the plan does to it ---

void SimData::apply(DataDamage const& what) {
  auto* store = find(what.database);
  if (store == nullptr) return;
  Wrong wrong{what, position(*store, what.since) + 1, 0, what.since, what.since, 0};
  if (what.kind == DamageKind::missing) {
    wrong.last = wrong.first - 1;
    wrong.first -= what.rows;
    store->writes.remove(wrong.first, wrong.last);
  }
  if (what.kind == DamageKind::doubled) {
    for (auto& consumer : store->consumers) {
      if (consumer.name == what.consumer) consumer.went_back = what.since;
    }
  }
  store->wrong.push_back(std::move(wrong));
  note_harm(*store);
  note_rows(*store);
}

std::uint64_t SimData::run_migration(MigrationApplied const& applied) {
  auto const& name = applied.migration.name;
  auto const loss = std::ranges::find_if(losses_, [&](DataDamage const& one) {
    return one.database == applied.database && one.migration == name;
  });
  auto const database = platform_.databases.find(applied.database);
  bool const again =
      database == platform_.databases.end() || database->second.schema >= applied.migration.to;
  if (loss == losses_.end() || again) return 0;
  auto damage = *loss;
  damage.since = context_.now();
  damage.operation = applied.operation;
  apply(damage);
  return damage.rows;
}

void SimData::apply(DataDamageAlarm const& alarm) {
  if (find(alarm.database) == nullptr) return;
  service_.report([&](Origin const& origin) {
    return DataDamageReported{alarm.database, alarm.rows, alarm.seen, origin};
  });
}

void SimData::apply(ReplicaLag const& lag) {
  if (auto* store = find(lag.database)) store->lag = lag.lag;
}

void SimData::apply(ConsumerLag const& lag) {
  auto* store = find(lag.database);
  if (store == nullptr) return;
  for (auto& consumer : store->consumers) {
    if (consumer.name == lag.consumer) consumer.behind = lag.events;
  }
}

std::string SimData::who_wrote() {
  std::string said;
  for (auto& [name, store] : stores_) {
    for (auto const& one : damage(store)) {
      if (!said.empty()) said += "; ";
      auto const by = one.release                     ? to_text(one.release)
                      : !one.consumer.value().empty() ? one.consumer.value()
                      : one.operation                 ? to_text(one.operation)
                                                      : std::string{"a failover"};
      said += fmt::format("{} {} rows in {} since {}, by {}", one.rows, to_text(one.kind),
                          name.value(), to_text(one.since), by);
    }
  }
  return said;
}

// --- orders ---

Duration SimData::time_of(DatabaseCommand const& command) {
  return match(
      command, [&](FenceDatabase const&) { return drawn(times_, fencing); },
      [&](AdmitWriters const&) { return drawn(times_, admitting); },
      [&](CheckDatabase const&) { return drawn(times_, checking); },
      [](RestoreCopy const& c) { return c.takes; },
      [&](CutOverCopy const&) { return drawn(times_, switching); },
      [&](SettleConsumer const&) { return drawn(times_, settling); });
}

Instant SimData::check_ends(DatabaseName const& database, Duration takes) const {
  auto const usual = context_.now() + takes;
  auto const& last = context_.plan.last_check;
  return last && last->database == database ? std::max(usual, last->next) : usual;
}

void SimData::take(DatabaseCommand const& command) {
  auto key = key_of(command);
  if (std::ranges::find(begun_, key) != begun_.end()) return;
  begun_.push_back(std::move(key));
  auto const takes = time_of(command);
  auto const* order = std::get_if<CheckDatabase>(&command);
  auto const ends = order == nullptr ? context_.now() + takes : check_ends(order->database, takes);
  context_.queue.put(ends, DatabaseWorked{command});
}

void SimData::work(DatabaseCommand const& command) {
  match(
      command, [&](FenceDatabase const& c) { fence(c); }, [&](AdmitWriters const& c) { admit(c); },
      [&](CheckDatabase const& c) { check(c); }, [&](RestoreCopy const& c) { restore(c); },
      [&](CutOverCopy const& c) { cut_over(c); }, [&](SettleConsumer const& c) { settle(c); });
}

// From here on no write of an earlier login is taken: the traffic answers it 503.
void SimData::fence(FenceDatabase const& order) {
  auto& of = store(order.database);
  settle(of);
  if (!of.fence) of.fenced_at = context_.now();
  of.fence = order.epoch;
  context_.programs.set_writes(of.route, Programs::Writes::refused);
  traffics_.changed();
  note_harm(of);
  service_.report([&](Origin const& origin) {
    return FenceInForce{order.database, order.epoch, CommitPosition{of.counted}, origin};
  });
  check_soon(of);
}

void SimData::admit(AdmitWriters const& order) {
  auto& of = store(order.database);
  settle(of);
  of.fence.reset();
  context_.programs.set_writes(of.route, Programs::Writes::allowed);
  traffics_.changed();
  note_harm(of);
  service_.report([&](Origin const& origin) {
    return WritersAdmitted{order.database, order.epoch, CommitPosition{of.counted}, origin};
  });
  check_soon(of);
}

DatabaseChecked SimData::check(Store& of) {
  settle(of);
  DatabaseChecked checked;
  checked.database = of.registered.database;
  checked.position = CommitPosition{of.counted};
  checked.damage = damage(of);
  checked.replica_lag = of.lag;
  for (auto const& consumer : of.consumers) {
    checked.consumers.push_back(
        {consumer.name, CommitPosition{of.counted - behind(of, consumer)}, consumer.went_back});
  }
  return checked;
}

void SimData::check(CheckDatabase const& order) {
  auto& of = store(order.database);
  auto checked = check(of);
  of.reported = checked;
  service_.report([&](Origin const& origin) {
    checked.origin = origin;
    return checked;
  });
  context_.queue.put(context_.now() + check_interval, DatabaseCheckDue{order.database});
}

void SimData::check_soon(Store& of) {
  if (of.check_waits) return;
  of.check_waits = true;
  auto const& name = of.registered.database;
  context_.queue.put(check_ends(name, drawn(times_, checking)), DatabaseCheckDue{name});
}

void SimData::report_last_check() {
  auto const& last = context_.plan.last_check;
  auto* of = last ? find(last->database) : nullptr;
  if (of == nullptr) return;
  DatabaseChecked checked;
  checked.database = last->database;
  auto const then = position(*of, last->made_at);
  checked.position = CommitPosition{then};
  checked.replica_lag = usual_lag;
  for (auto const& consumer : of->consumers) {
    checked.consumers.push_back({consumer.name, CommitPosition{then}, {}});
  }
  service_.report([&](Origin const& origin) {
    checked.origin = origin;
    checked.origin.at = last->made_at;
    return checked;
  });
}

// A check without its position, and without the counts of rows that a release still writes wrongly:
// an entry for each count would reveal the cause by the number of entries.
std::string what_is_new(DatabaseChecked check, bool fenced) {
  check.position = CommitPosition{};
  if (!fenced) check.consumers.clear();
  check.origin = Origin{};
  for (auto& one : check.damage) {
    if (one.kind == DamageKind::wrong) one.rows = one.users = 0;
  }
  return encoded(check);
}

// Reports what has changed since the latest report. It goes on while something can be damaged.
void SimData::check_due(DatabaseName const& database) {
  auto& of = store(database);
  bool const soon = std::exchange(of.check_waits, false);
  auto const& incident = platform_.incident;
  if (!incident || incident->closed_entry) return;
  auto const checked = check(of);
  note_harm(of);
  bool const fenced = of.fence.has_value();
  bool const same =
      of.reported && what_is_new(*of.reported, fenced) == what_is_new(checked, fenced);
  if (!same || soon) {
    of.reported = checked;
    service_.report([&](Origin const& origin) {
      auto fact = checked;
      fact.origin = origin;
      return fact;
    });
  }
  if (!soon && (!of.wrong.empty() || is_catching_up(of))) {
    context_.queue.put(context_.now() + check_interval, DatabaseCheckDue{database});
  }
}

// --- the lab's count ---

SimData::Harm SimData::measure(DatabaseName const& database, Span span,
                               std::vector<Span>& harmful) {
  Harm harm;
  auto* of = find(database);
  if (of == nullptr) return harm;
  settle(*of);
  note_harm(*of);
  auto excused = of->writes;
  auto const excuse = [&](std::uint64_t first, std::uint64_t last) {
    excused.remove(first, last);
    excused.add(first, last);
  };
  for (auto const& [first, last] : of->excused) excuse(first, last);
  for (auto const& wrong : of->wrong) {
    if (wrong.what.kind == DamageKind::missing) excuse(wrong.first, wrong.last);
  }
  harm.lost = excused.missing(1, of->counted);
  auto whole = of->writes;
  for (auto const& wrong : of->wrong) {
    if (wrong.what.kind != DamageKind::missing) continue;
    whole.remove(wrong.first, wrong.last);
    whole.add(wrong.first, wrong.last);
  }
  harm.given_up = whole.missing(1, of->counted) - harm.lost;
  harm.doubled = of->writes.repeated();
  for (auto const& consumer : of->consumers) {
    harm.lost += consumer.lost;
    harm.doubled += consumer.doubled;
  }
  auto all = of->harmful;
  if (of->harmful_since) all.push_back({*of->harmful_since, span.until});
  for (auto const& one : all) {
    Span const in{std::max(one.from, span.from), std::min(one.until, span.until)};
    if (in.from < in.until) harmful.push_back(in);
  }
  return harm;
}

}  // namespace studylab::world::sim
