// Restores in the simulated world: fences that stop every write, copies that reach their target,
// consumers that are settled, and the lab's count of what was lost or doubled.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "control/restores/restores.h"

#include "evidence/invariants/invariants.h"
#include "world/plan_testing.h"
#include "world/sim/sim_world.h"

namespace studylab::world::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t writes_per_minute = 360;  // of the tiny platform's flows
constexpr std::uint64_t log_end = 500'000;

CommitPosition before_run(Duration ago) {
  auto const writes = static_cast<std::uint64_t>(ago.count()) * writes_per_minute / 60'000'000;
  return CommitPosition{log_end - writes};
}

// The tiny platform without its bad promotion, with a database that can be restored. The replica's
// check raises the alert after 20 s.
Plan restore_plan(DamageKind kind, Duration ago, std::uint64_t rows) {
  Tiny const tiny;
  auto plan = tiny_plan();
  plan.changes.clear();
  std::erase_if(plan.initial, [&](InitialFact const& fact) {
    auto const* operation = std::get_if<OperationRecorded>(&fact);
    return operation != nullptr && operation->operation == tiny.promotion;
  });
  auto const began = tiny.began;
  auto const& db = tiny.database;
  plan.initial.push_back(
      DatabaseLogRecorded{db, CommitPosition{log_end}, writes_per_minute, began - 24h, 15min});
  plan.initial.push_back(BackupRecorded{BackupName{"hourly"}, db, tiny.environment, began - 1h,
                                        before_run(1h), SchemaVersion{3}, 1'000});
  plan.initial.push_back(ConsumerRegistered{ConsumerName{"ledger"}, db, ConsumerEffect::database,
                                            Idempotency::by_key, "writes the books"});
  plan.initial.push_back(ConsumerRegistered{ConsumerName{"billing"}, db, ConsumerEffect::outside,
                                            Idempotency::none, "charges cards"});
  auto const failed_over = before_run(ago).value();
  bool const missing = kind == DamageKind::missing;
  plan.initial.push_back(FailoverRecorded{
      db, began - ago, CommitPosition{failed_over - (missing ? rows : 0)},
      CommitPosition{failed_over - (missing ? rows / 4 : 0)}, CommitPosition{failed_over}});
  DataDamage damage;
  damage.database = db;
  damage.kind = kind;
  damage.since = began - ago;
  damage.rows = rows;
  damage.max_users = 40;
  if (kind == DamageKind::wrong) damage.release = tiny.good;
  plan.changes.push_back({began, damage});
  plan.changes.push_back({began, ConsumerLag{db, ConsumerName{"billing"}, 7}});
  plan.changes.push_back({began + 20s, DataDamageAlarm{db, 30, "30 rows differ"}});
  return plan;
}

class Restoring {
 public:
  explicit Restoring(Plan plan, Schedule schedule = {})
      : world_(std::move(plan), std::move(schedule)) {
    bool const opened = until([](control::State const& state) {
      return state.incident && state.databases.begin()->second.checked;
    });
    EXPECT_TRUE(opened) << "no alert, or no check";
    alert_ = state().incident->at;
  }

  control::State const& state() const { return world_.platform(); }
  control::Database const& database() const { return state().databases.begin()->second; }
  SimWorld& world() { return world_; }

  template <class Reached>
  bool until(Reached reached) {
    return world_.advance_until(
        [&](control::State const& state, Instant) { return reached(state); }, world_.now() + 10min);
  }
  void operate(Verb verb) {
    auto const decision = world_.command(given(std::move(verb), "a command")).value();
    EXPECT_TRUE(decision.has_value()) << decision.error().why;
  }
  Stage stage() const { return state().operations.rbegin()->second.stage; }
  // Settles each consumer by one of the choices that its own facts allow.
  template <class Choose>
  void settle_all(Choose choose) {
    auto const& as = std::get<control::kinds::Restore>(state().operations.rbegin()->second.as);
    for (auto const& name : control::unsettled_consumers(state().operations.rbegin()->second)) {
      std::vector<EventChoice> allowed;
      for (auto const choice : {EventChoice::replay, EventChoice::skip, EventChoice::compensate}) {
        auto const check = control::check_events(database().consumers.at(name).registered,
                                                 as.consumers.at(name).events, choice);
        if (check.lost + check.doubled == 0) allowed.push_back(choice);
      }
      settle(name.value(), std::string{to_text(choose(allowed))});
    }
  }
  Measured measured() {
    return world_.measure(state().incident->opened.subject, alert_).value().measured;
  }
  std::uint64_t broken_rules() const {
    return evidence::violations(world_.chain().entries()).size();
  }
  bool reach(Stage stage) {
    return until([&](control::State const& state) {
      return state.operations.rbegin()->second.stage == stage;
    });
  }
  void fence() {
    operate(FenceWriters{tiny_.database});
    EXPECT_TRUE(until([](control::State const& state) {
      auto const& fence = state.databases.begin()->second.fence;
      return fence && fence->in_force;
    }));
  }
  // Up to a copy that serves.
  void restore(std::string const& method, std::string const& target = "") {
    operate(PlanRestore{tiny_.database, target});
    plan_ = to_text(state().operations.rbegin()->first);
    operate(RunRestore{tiny_.database, plan_, method, {}});
    EXPECT_TRUE(reach(Stage::verified));
    operate(CutOverRestore{tiny_.database, plan_});
    EXPECT_TRUE(until([](control::State const& state) {
      auto const stage = state.operations.rbegin()->second.stage;
      return stage == Stage::cut_over || stage == Stage::reconciled;
    }));
  }
  void settle(std::string const& consumer, std::string const& choice) {
    operate(Reconcile{tiny_.database, plan_, ConsumerName{consumer}, choice});
    EXPECT_TRUE(until([&](control::State const& state) {
      auto const& as = std::get<control::kinds::Restore>(state.operations.rbegin()->second.as);
      return as.consumers.at(ConsumerName{consumer}).settled.has_value();
    }));
  }
  void unfence() {
    operate(UnfenceWriters{tiny_.database});
    EXPECT_TRUE(until([](control::State const& state) {
      return !state.databases.begin()->second.fence.has_value();
    }));
    world_.advance_to(world_.now() + 1min);
  }
  void expect_nothing_lost() {
    auto const measured = world_.measure(state().incident->opened.subject, alert_).value().measured;
    EXPECT_EQ(measured.lost_writes, 0U);
    EXPECT_EQ(measured.doubled_writes, 0U);
    for (auto const& violation : evidence::violations(world_.chain().entries())) {
      ADD_FAILURE() << violation.rule << ": " << violation.what;
    }
  }

 private:
  Tiny tiny_;
  SimWorld world_;
  Instant alert_{};
  std::string plan_;
};

TEST(SimRestore, AFenceStopsEveryWriteAtTheDatabase) {
  Restoring run{restore_plan(DamageKind::foreign, 5min, 200)};
  run.fence();
  auto const position = run.database().fence->in_force->position;
  EXPECT_GT(position.value(), log_end);
  run.world().advance_to(run.world().now() + 2min);
  run.operate(UnfenceWriters{Tiny{}.database});
  EXPECT_TRUE(run.until([](control::State const& state) {
    return !state.databases.begin()->second.fence.has_value();
  }));
  EXPECT_EQ(run.database().positions.rbegin()->second, position);
  run.expect_nothing_lost();
}

TEST(SimRestore, RowsThatAReleaseWritesWronglyGrowUntilWritersAreFencedWithoutEntries) {
  Restoring run{restore_plan(DamageKind::wrong, 5min, 200)};
  auto const first = run.database().checked->damage.at(0);
  EXPECT_EQ(first.release, Tiny{}.good);
  EXPECT_EQ(first.first.value(), before_run(5min).value() + 1);
  auto const first_check = run.database().checked_at.id;
  run.world().advance_to(run.world().now() + 70s);
  EXPECT_EQ(run.database().checked_at.id, first_check);
  run.fence();
  run.world().advance_to(run.world().now() + 2s);
  auto const fenced = run.database().checked->damage.at(0).rows;
  EXPECT_GT(fenced, first.rows);
  run.world().advance_to(run.world().now() + 70s);
  EXPECT_EQ(run.database().checked->damage.at(0).rows, fenced);
}

TEST(SimRestore, APointInTimeRestoreAndItsEventsLoseAndDoubleNothing) {
  Restoring run{restore_plan(DamageKind::doubled, 3min, 90)};
  run.fence();
  run.restore("pitr");
  auto const& as = std::get<control::kinds::Restore>(run.state().operations.rbegin()->second.as);
  EXPECT_EQ(as.cut_over->kept, before_run(3min));
  auto const unprocessed = as.consumers.at(ConsumerName{"billing"}).events.unprocessed;
  EXPECT_GT(unprocessed, 0U);
  EXPECT_LT(unprocessed, 7U) << "it catches up under the fence";
  run.settle("ledger", "replay");
  run.settle("billing", "compensate");
  run.unfence();
  EXPECT_TRUE(run.database().checked->damage.empty());
  run.expect_nothing_lost();
}

TEST(SimRestore, WritesThatAFailoverLostComeBackFromTheLogAndFromEvents) {
  Restoring run{restore_plan(DamageKind::missing, 4min, 80)};
  EXPECT_EQ(run.database().checked->damage.at(0).rows, 80U);
  run.fence();
  run.restore("pitr");
  run.settle("ledger", "replay");
  run.settle("billing", "compensate");
  run.unfence();
  EXPECT_TRUE(run.database().checked->damage.empty());
  run.expect_nothing_lost();
}

TEST(SimRestore, AForwardRepairReturnsRowsThatAreGoneAndKeepsLaterWrites) {
  Restoring run{restore_plan(DamageKind::gone, 40min, 5'000)};
  run.fence();
  run.restore("forward-repair");
  EXPECT_EQ(run.state().operations.rbegin()->second.stage, Stage::reconciled);
  run.unfence();
  EXPECT_TRUE(run.database().checked->damage.empty());
  run.expect_nothing_lost();
}

TEST(SimRestore, AForwardRepairLeavesRowsThatWereWrittenWrongly) {
  Restoring run{restore_plan(DamageKind::foreign, 6min, 300)};
  run.fence();
  run.restore("forward-repair");
  run.unfence();
  EXPECT_EQ(run.database().checked->damage.size(), 1U);
}

TEST(SimRestore, ConsumersCatchUpUnderAFence) {
  Restoring run{restore_plan(DamageKind::foreign, 6min, 300)};
  auto const behind = [&] {
    auto const& checked = *run.database().checked;
    for (auto const& seen : checked.consumers) {
      if (seen.consumer == ConsumerName{"billing"})
        return checked.position.value() - seen.position.value();
    }
    return std::uint64_t{0};
  };
  EXPECT_EQ(behind(), 7U);
  run.fence();
  run.world().advance_to(run.world().now() + 3min);
  EXPECT_GT(behind(), 0U);
  EXPECT_LT(behind(), 7U);
  run.world().advance_to(run.world().now() + 3min);
  EXPECT_EQ(behind(), 0U);
}

TEST(SimRestore, ABackupFromTheTimeOfTheDamageBringsItBackAfterARepair) {
  auto plan = restore_plan(DamageKind::foreign, 6min, 300);
  Tiny const tiny;
  plan.initial.push_back(BackupRecorded{BackupName{"poisoned"}, tiny.database, tiny.environment,
                                        tiny.began - 3min, before_run(3min), SchemaVersion{3},
                                        1'000});
  Restoring run{std::move(plan)};
  run.fence();
  run.restore("pitr");
  run.settle("ledger", "replay");
  run.settle("billing", "compensate");
  run.unfence();
  ASSERT_TRUE(run.database().checked->damage.empty());
  run.fence();
  run.restore("backup");
  run.world().advance_to(run.world().now() + 5s);
  ASSERT_EQ(run.database().checked->damage.size(), 1U);
  EXPECT_EQ(run.database().checked->damage[0].kind, DamageKind::foreign);
  EXPECT_EQ(run.database().checked->damage[0].rows, 300U);
}

TEST(SimRestore, WritesThatAPlanListsAsLostAreCountedApart) {
  Restoring run{restore_plan(DamageKind::doubled, 3min, 90)};
  run.fence();
  run.restore("backup");
  auto const& as = std::get<control::kinds::Restore>(run.state().operations.rbegin()->second.as);
  auto const& listed = as.planned->methods[1];
  run.settle("ledger", "replay");
  run.settle("billing", "compensate");
  run.unfence();
  auto const measured = run.measured();
  EXPECT_EQ(measured.lost_writes, 0U);
  EXPECT_GT(measured.writes_given_up, 0U);
  EXPECT_LE(measured.writes_given_up, listed.lost - listed.replayable);
}

// Events expire by the clock: a plan that lists some of them as expired estimates how many.
TEST(SimRestore, EventsThatExpireAfterAPlanThatListsExpiredOnesAreGivenUp) {
  Restoring run{restore_plan(DamageKind::doubled, 3min, 90)};
  run.fence();
  run.restore("backup");
  auto const& as = std::get<control::kinds::Restore>(run.state().operations.rbegin()->second.as);
  auto const& listed = as.planned->methods[1];
  run.world().advance_to(run.world().now() + 5min);
  run.settle("ledger", "replay");
  run.settle("billing", "compensate");
  run.unfence();
  auto const measured = run.measured();
  EXPECT_EQ(measured.lost_writes, 0U);
  EXPECT_GT(measured.writes_given_up, listed.lost - listed.replayable);
}

TEST(SimRestore, EventsThatExpireAfterAPlanThatListsNoneAreLost) {
  Restoring run{restore_plan(DamageKind::doubled, 3min, 90)};
  run.fence();
  run.restore("pitr");
  run.world().advance_to(run.world().now() + 14min);
  run.settle("ledger", "replay");
  run.settle("billing", "compensate");
  run.unfence();
  auto const measured = run.measured();
  EXPECT_GT(measured.lost_writes, 0U);
  EXPECT_EQ(measured.writes_given_up, 0U);
}

// The log of the time before a restore still has what that restore left behind.
TEST(SimRestore, AnotherRestoreBringsBackWhatAnEarlierOneHadLeftBehind) {
  Tiny const tiny;
  struct Case {
    DamageKind kind;
    std::uint64_t rows;
    std::string target;  // of the second
  };
  // Without damage, to the end of the log; where writes are missing, to before the failover.
  for (auto const& one : {Case{DamageKind::gone, 0, ""},
                          Case{DamageKind::missing, 90, to_text(tiny.began - 3min - 10s)}}) {
    Restoring run{restore_plan(one.kind, 3min, one.rows)};
    run.fence();
    run.restore("backup");
    run.restore("pitr", one.target);
    run.settle_all([](auto const& allowed) { return allowed.front(); });
    run.unfence();
    run.expect_nothing_lost();
  }
}

// Whatever was damaged, however long anybody waits, and whichever of the allowed choices is made.
RC_GTEST_PROP(SimRestoreProperties, ARepairLosesAndDoublesNothingBeyondWhatItsPlanListed, ()) {
  using enum DamageKind;
  auto const seconds = [](int from, int until) {
    return std::chrono::seconds{*rc::gen::inRange(from, until)};
  };
  auto const kind = *rc::gen::element(missing, foreign, doubled, gone);
  auto plan = restore_plan(kind, seconds(60, 900), *rc::gen::inRange(1, 400));
  plan.seed.number = *rc::gen::inRange(1, 1'000);
  bool const forward = kind == gone && *rc::gen::arbitrary<bool>();
  Restoring run{std::move(plan)};
  run.world().advance_to(run.world().now() + seconds(1, 240));
  run.fence();
  run.world().advance_to(run.world().now() + seconds(1, 400));
  run.restore(forward ? "forward-repair" : "pitr");
  auto const& as = std::get<control::kinds::Restore>(run.state().operations.rbegin()->second.as);
  auto const& listed = as.planned->methods[forward ? 2 : 0];
  run.settle_all([](std::vector<EventChoice> const& allowed) {
    RC_ASSERT(!allowed.empty());
    return *rc::gen::elementOf(allowed);
  });
  run.unfence();
  RC_ASSERT(run.stage() == Stage::unfenced);
  RC_ASSERT(run.database().checked->damage.empty());
  auto const measured = run.measured();
  RC_ASSERT(measured.lost_writes == 0U);
  RC_ASSERT(measured.doubled_writes == 0U);
  RC_ASSERT(measured.writes_given_up <= listed.lost - listed.replayable);
  RC_ASSERT(run.broken_rules() == 0U);
}

TEST(SimRestore, TheSymptomEndsWithACheckThatFindsNothing) {
  Restoring run{restore_plan(DamageKind::gone, 40min, 0)};
  EXPECT_TRUE(run.database().checked->damage.empty());
  EXPECT_FALSE(control::symptom_of(run.state(), *run.state().incident, run.world().now()).present);
}

TEST(SimRestore, LostMessagesAndCrashesChangeNothing) {
  for (std::uint32_t number = 1; number <= 3; ++number) {
    Schedule schedule;
    schedule.loss = Permille{100 * number};
    schedule.duplicate = Permille{100};
    schedule.crashes.push_back({"control", std::nullopt, Tiny{}.began + 21s * number, 2s});
    Restoring run{restore_plan(DamageKind::doubled, 3min, 90), schedule};
    run.fence();
    run.restore("pitr");
    run.settle("ledger", "replay");
    run.settle("billing", "compensate");
    run.unfence();
    run.expect_nothing_lost();
  }
}

}  // namespace
}  // namespace studylab::world::sim
