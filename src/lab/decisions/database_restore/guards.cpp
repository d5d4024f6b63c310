// What guards a restore, the end of a fence, and consumers' events past a restore point.
#include <array>

#include "lab/decisions/database_restore/decisions.h"
#include "lab/decisions/platform.h"

namespace studylab::decisions::database_restore {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view fences[] = {"none", "ordered", "in_force"};
constexpr std::string_view methods[] = {"pitr", "backup", "forward-repair"};
constexpr std::string_view backups[] = {"of_the_plan", "of_another_environment", "after_target"};
constexpr std::string_view restores[] = {"none", "restoring", "cut_over"};
constexpr std::string_view effects[] = {"rows_of_the_database", "outside"};
constexpr std::string_view keys[] = {"keeps_no_keys", "by_key"};
constexpr std::string_view choices[] = {"replay", "skip", "compensate"};
ConsumerName const consumer{"billing"};

// A database with a log, damage since five minutes, and an incident about it.
void make_restorable(Platform& platform) {
  auto const now = platform.now();
  platform.add(
      DatabaseLogRecorded{platform.database, CommitPosition{100'000}, 600, now - 24h, 15min});
  platform.report("database", DataDamageReported{platform.database, 40, "rows differ", {}});
  platform.open_due();
}

void add_backup(Platform& platform, std::string name, EnvironmentName const& source, Duration age) {
  auto const back = static_cast<std::uint64_t>(age / 1min) * 600;
  platform.add(BackupRecorded{BackupName{std::move(name)}, platform.database, source,
                              platform.now() - age, CommitPosition{100'000 - back},
                              SchemaVersion{15}, 1'000});
}

void check_data(Platform& platform, std::uint64_t rows) {
  DatabaseChecked checked;
  checked.database = platform.database;
  checked.position = CommitPosition{100'000};
  Damage damage;
  damage.rows = rows;
  damage.first = CommitPosition{97'001};
  damage.since = platform.now() - 5min;
  if (rows > 0) checked.damage.push_back(damage);
  platform.report("database", std::move(checked));
}

void fence(Platform& platform, bool in_force) {
  platform.carry_out(FenceWriters{platform.database});
  if (!in_force) return;
  auto const epoch = platform.state().databases.at(platform.database).fence->ordered.epoch;
  platform.report("database", FenceInForce{platform.database, epoch, CommitPosition{100'000}, {}});
}

OperationId plan_restore(Platform& platform) {
  platform.carry_out(PlanRestore{platform.database, {}});
  return platform.state().operations.rbegin()->first;
}

Outcome evaluate_run(Inputs const& in) {
  Platform platform;
  if (in.yes("own_backup")) add_backup(platform, "nightly", platform.environment, 2h);
  add_backup(platform, "late", platform.environment, 1min);
  add_backup(platform, "foreign", platform.other_environment, 2h);
  make_restorable(platform);
  check_data(platform, 40);
  auto const word = in.word("fence");
  if (word != "none") fence(platform, word == "in_force");
  auto plan = to_text(plan_restore(platform));
  if (!in.yes("planned")) plan = "op-99";
  BackupName backup;
  if (in.word("backup") == "of_another_environment") backup = BackupName{"foreign"};
  if (in.word("backup") == "after_target") backup = BackupName{"late"};
  return platform.decide(
      RunRestore{platform.database, plan, std::string{in.word("method")}, backup});
}

Description restore_run() {
  using enum RefusalCode;
  return {
      "restore-run",
      DecisionKind::guard,
      "`restore run`",
      "A restore is begun: from a plan of this database, from its environment's own data, and "
      "only while its writers are fenced.",
      "control::restores::decide (control/restores/restores.h)",
      {yes_no("planned", "It names a plan of this database", true),
       choice("fence", "Fence of the writers", fences, 1), choice("method", "Method", methods),
       yes_no("own_backup", "The environment has a backup from before the target", true),
       choice("backup", "Backup", backups)},
      guard_answers("Accepted: the restore begins", {restore_needs_plan, preview_over_production,
                                                     target_unreachable, writers_not_fenced}),
      &evaluate_run};
}

void consume(Platform& platform, Inputs const& in) {
  platform.add(ConsumerRegistered{
      consumer, platform.database,
      in.word("effect") == "outside" ? ConsumerEffect::outside : ConsumerEffect::database,
      in.word("keys") == "by_key" ? Idempotency::by_key : Idempotency::none, "charges"});
}

// A restore that has been cut over, with the consumer's events past its point.
OperationId cut_over(Platform& platform, std::uint64_t processed, std::uint64_t unprocessed) {
  auto const id = plan_restore(platform);
  platform.carry_out(RunRestore{platform.database, to_text(id), "pitr", {}});
  platform.report("database", RestoreReady{id, CommitPosition{97'000}, SchemaVersion{15}, 0, {}});
  platform.carry_out(CutOverRestore{platform.database, to_text(id)});
  platform.report("database", CutOver{id,
                                      platform.database,
                                      CommitPosition{97'000},
                                      CommitPosition{100'000},
                                      SchemaVersion{15},
                                      {{consumer, processed, unprocessed}},
                                      {}});
  return id;
}

Outcome evaluate_reconcile(Inputs const& in) {
  Platform platform;
  add_backup(platform, "nightly", platform.environment, 2h);
  consume(platform, in);
  make_restorable(platform);
  check_data(platform, 40);
  fence(platform, true);
  auto const id = cut_over(platform, in.count("processed"), in.count("unprocessed"));
  return platform.decide(
      Reconcile{platform.database, to_text(id), consumer, std::string{in.word("events")}});
}

Description reconcile() {
  using enum RefusalCode;
  return {"reconcile",
          DecisionKind::guard,
          "`reconcile`",
          "A consumer's events past the restore point are settled: each must have had its effect "
          "once.",
          "control::check_events (control/restores/restores.h)",
          {choice("effect", "Where the effect of its events is kept", effects, 1),
           choice("keys", "Idempotency of the consumer", keys),
           count("processed", "Events past it that it had processed", 0, 50, 40),
           count("unprocessed", "Events past it that it had not", 0, 50, 5),
           choice("events", "`--events` of the command", choices)},
          guard_answers("Accepted: its events are settled",
                        {would_double, would_lose, restore_not_ready}),
          &evaluate_reconcile};
}

void prepare_restore(Platform& platform, Inputs const& in) {
  auto const word = in.word("restore");
  if (word == "restoring") {
    auto const id = plan_restore(platform);
    platform.carry_out(RunRestore{platform.database, to_text(id), "pitr", {}});
  }
  if (word != "cut_over") return;
  auto const id = cut_over(platform, 10, 0);
  if (!in.yes("settled")) return;
  platform.carry_out(Reconcile{platform.database, to_text(id), consumer, "replay"});
  platform.report("database", ConsumerSettled{id, consumer, EventChoice::replay, 10, 0, 0, {}});
}

Outcome evaluate_unfence(Inputs const& in) {
  Platform platform;
  add_backup(platform, "nightly", platform.environment, 2h);
  platform.add(ConsumerRegistered{consumer, platform.database, ConsumerEffect::database,
                                  Idempotency::by_key, "rows"});
  make_restorable(platform);
  check_data(platform, in.yes("damaged") ? 40 : 0);
  // Without a fence there is nothing that a restore could have been run under.
  if (in.yes("fenced")) {
    fence(platform, true);
    prepare_restore(platform, in);
  }
  platform.pass(1s);
  if (in.yes("moved")) platform.move_owner(platform.earlier);
  if (!in.yes("fits")) platform.make_misfit();
  return platform.decide(UnfenceWriters{platform.database});
}

Description unfence() {
  using enum RefusalCode;
  return {"unfence",
          DecisionKind::guard,
          "`unfence`",
          "Writers are let in again: not before every consumer is settled, the data is repaired, "
          "and the release that owns the route fits it.",
          "control::databases::decide (control/databases/databases.h)",
          {yes_no("fenced", "The writers are fenced", true),
           choice("restore", "Restore under the fence", restores),
           yes_no("settled", "Its consumers are settled"),
           yes_no("damaged", "The latest check finds damaged rows", true),
           yes_no("moved", "The route owner has moved under the fence", true),
           yes_no("fits", "The release that owns the route fits the schema", true)},
          guard_answers("Accepted: writers are let in",
                        {no_such_hold, events_unreconciled, operation_running, route_is_not_data,
                         artifact_incompatible}),
          &evaluate_unfence};
}

std::span<Description const> guards() {
  static std::array const all{restore_run(), reconcile(), unfence()};
  return all;
}

constexpr ShownLine lines[] = {
    {"DR1", "restore-run"},  {"DR2", "restore-run"},
    {"DR3", "restore-run"},  {"DR4", "promotion"},
    {"DR4", "unfence"},      {"DR5", "close"},
    {"DRN1", "unfence"},     {"DRN1", "rollback"},
    {"DRN2", "restore-run"}, {"DRN2", "prohibited-commands"},
    {"DRN3", "reconcile"},   {"DRN3", "unfence"},
};

}  // namespace

constexpr RunbookDecisions decisions{"database-restore", &guards, lines};

}  // namespace studylab::decisions::database_restore
