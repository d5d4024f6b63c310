#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/state.h"
#include "world/sim/commit_ranges.h"
#include "world/sim/sim_context.h"
#include "world/sim/sim_database.h"
#include "world/sim/traffic.h"

namespace studylab::world::sim {

// The data of the simulated platform: which writes each database has, what is wrong with it, what
// its consumers have done, and the copies that restores make. A write is a request that changes
// something and that an edge saw answered well; its position is its number. Nothing ticks:
// positions are computed from the traffic.
class SimData {
 public:
  struct Traffics {
    // Writes to the route that edges saw acknowledged, by one release or by any.
    std::function<std::uint64_t(RouteKey const&, Span, ReleaseId)> acknowledged;
    // Programs answer in another way from now on.
    std::function<void()> changed;
  };

  SimData(SimContext& site, control::State const& platform, SimDatabase& service, Traffics traffics)
      : context_(site),
        platform_(platform),
        service_(service),
        traffics_(std::move(traffics)),
        times_(site.plan.seed, "data") {}

  // What a check before the run found, if the plan has one.
  void report_last_check();

  // --- orders of the control plane ---
  void take(DatabaseCommand const& command);
  void work(DatabaseCommand const& command);
  void check_due(DatabaseName const& database);

  // --- what the plan does to it ---
  void apply(DataDamage const& damage);
  void apply(MigrationLoss const& loss) { losses_.push_back(loss.damage); }
  void apply(DataDamageAlarm const& alarm);
  void apply(ReplicaLag const& lag);
  void apply(ConsumerLag const& lag);

  // How many rows the migration, which has just been run, has removed.
  std::uint64_t run_migration(MigrationApplied const& applied);

  // What the database team finds out; empty: nothing.
  std::string who_wrote();

  // The lab's count. `lost`: acknowledged writes, and effects of events, that are missing, except
  // those that the fault took. `given_up`: the missing writes that the plan of a restore had
  // listed, which are not in `lost`. `doubled`: those that are there more than once because of a
  // command. Adds the spans in which the data was damaged or writers were fenced.
  struct Harm {
    std::uint64_t lost = 0;
    std::uint64_t given_up = 0;
    std::uint64_t doubled = 0;
  };
  Harm measure(DatabaseName const& database, Span span, std::vector<Span>& harmful);

 private:
  struct Consumer {
    ConsumerName name;
    ConsumerEffect effect = ConsumerEffect::outside;
    Idempotency idempotency = Idempotency::none;
    std::uint64_t behind = 0;  // while writers write
    std::optional<Instant> went_back;
    std::uint64_t lost = 0;  // effects, by what a command made of its events
    std::uint64_t doubled = 0;
  };
  // Damage in the copy that serves. Of a release that writes wrong rows, those that the copy came
  // with and those written from `counted_from` on.
  struct Wrong {
    DataDamage what;
    std::uint64_t first = 0;
    std::uint64_t last = 0;  // of missing writes
    Instant since;
    Instant counted_from;
    std::uint64_t came_with = 0;
  };
  // Damage that a restore has left behind. It is in the log, and in backups, of its time.
  struct Past {
    Wrong wrong;
    std::uint64_t rows = 0;
    std::uint64_t ended = 0;  // the last write before the restore that left it behind
  };
  // What the log had up to the end of a timeline, which a restore left behind.
  struct Timeline {
    std::uint64_t ended = 0;  // its last write
    CommitRanges writes;
  };
  struct Copy {
    RestoreMethod method = RestoreMethod::pitr;
    std::uint64_t reaches = 0;
    BackupName base;
    EnvironmentName source;
  };
  struct Store {
    DatabaseRegistered registered;
    DatabaseLogRecorded log;
    std::optional<FailoverRecorded> failover;
    RouteKey route;
    CommitRanges writes;
    std::uint64_t counted = 0;  // writes up to here are in `writes`, or were lost by the fault
    std::vector<Wrong> wrong;
    std::vector<Past> past;
    std::vector<Timeline> timelines;  // those left behind, in order
    std::vector<Consumer> consumers;
    Duration lag{};
    std::optional<WriterEpoch> fence;  // in force
    Instant fenced_at;
    std::map<OperationId, Copy> copies;
    std::map<OperationId, CutOver> cut_over;  // repeated orders are answered alike
    // Lost as the plan that was run had listed.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> excused;
    // By when the copy that serves was damaged, or its writers were fenced.
    std::vector<Span> harmful;
    std::optional<Instant> harmful_since;
    std::optional<DatabaseChecked> reported;
    bool check_waits = false;
  };

  Store* find(DatabaseName const& name);
  Store& store(DatabaseName const& name);
  std::uint64_t position(Store const& store, Instant at) const;
  // Takes all writes up to now into the copy that serves.
  void settle(Store& store);
  std::uint64_t rows_of(Store const& store, Wrong const& wrong) const;
  // How many events the consumer has not processed.
  std::uint64_t behind(Store const& store, Consumer const& consumer) const;
  bool is_catching_up(Store const& store) const;
  std::vector<Damage> damage(Store const& store) const;
  void note_harm(Store& store);
  // Programs can miss the rows that are gone.
  void note_rows(Store const& store);
  void check_soon(Store& store);
  DatabaseChecked check(Store& store);
  Duration time_of(DatabaseCommand const& command);
  // When a check that begins now ends.
  Instant check_ends(DatabaseName const& database, Duration takes) const;

  void fence(FenceDatabase const& order);
  void admit(AdmitWriters const& order);
  void check(CheckDatabase const& order);
  void restore(RestoreCopy const& order);
  void cut_over(CutOverCopy const& order);
  void settle(SettleConsumer const& order);
  void begin_again(Store& store, std::uint64_t reaches);
  void repair_forward(Store& store, std::uint64_t reaches);
  void give_up(Store& store, MethodPlan const& plan, std::uint64_t ended);
  // Writes a consumer's rows again from its events; returns the first event that it still had.
  std::uint64_t replay_rows(Store& store, SettleConsumer const& order);
  void take_damage(Store& store, Copy const& copy, std::uint64_t ended);
  // The damage of a copy.
  std::vector<Wrong> damage_in(Store const& store, Copy const& copy) const;
  bool leaves(Store const& store, Wrong const& wrong, Copy const& copy) const;

  SimContext& context_;
  control::State const& platform_;
  SimDatabase& service_;
  Traffics traffics_;
  Random times_;
  std::map<DatabaseName, Store> stores_;
  std::vector<DataDamage> losses_;  // by migrations that may yet be run
  std::vector<std::string> begun_;  // orders that have begun, each by its key
};

}  // namespace studylab::world::sim
