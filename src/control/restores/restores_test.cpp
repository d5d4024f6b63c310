// Fences, plans, copies, cut-overs and consumers' events.
#include "control/restores/restores.h"

#include <gtest/gtest.h>

#include "control/databases/databases.h"
#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using namespace std::chrono_literals;
using testing::began;
using testing::TestPlatform;

// A database with a log, two backups of its own and one of preview, and two consumers; its newest
// release has written wrong rows for five minutes.
class RestorePlatform : public TestPlatform {
 public:
  DatabaseName const db{"shop/production-db"};
  ConsumerName const ledger{"ledger"}, billing{"billing"};
  ReleaseId writer = older;  // of wrong rows; it does not own the route

  RestorePlatform() {
    now = began + 1h;
    add(DatabaseLogRecorded{db, CommitPosition{100'000}, 600, now - 24h, 15min});
    backup("nightly", env, now - 2h, 100'000 - 120 * 600);
    backup("hourly", env, now - 1h, 100'000 - 60 * 600);
    backup("other", preview, now - 10min, 500);
    add(ConsumerRegistered{ledger, db, ConsumerEffect::database, Idempotency::by_key, "books"});
    add(ConsumerRegistered{billing, db, ConsumerEffect::outside, Idempotency::none, "charges"});
    give(Report{make_fact(DataDamageReported{db, 40, "rows differ", origin("database")})});
    settle();
    STUDYLAB_CHECK(state.incident.has_value());
    now += 1s;
    check(40);
  }

  void check(std::uint64_t rows) {
    DatabaseChecked checked;
    checked.database = db;
    checked.position = CommitPosition{100'010};
    Damage damage;
    damage.rows = rows;
    damage.first = CommitPosition{97'001};
    damage.since = now - 5min;
    damage.release = writer;
    if (rows > 0) checked.damage.push_back(damage);
    checked.origin = origin("database");
    give(Report{make_fact(checked)});
  }
  void in_force() {
    auto const epoch = state.databases.at(db).fence->ordered.epoch;
    give(Report{make_fact(FenceInForce{db, epoch, CommitPosition{100'100}, origin("database")})});
    settle();
  }
  void admitted() {
    auto const epoch = state.databases.at(db).fence->ordered.epoch;
    give(
        Report{make_fact(WritersAdmitted{db, epoch, CommitPosition{100'100}, origin("database")})});
    settle();
  }
  OperationId plan(std::string target = {}) {
    auto const decision = operate(PlanRestore{db, std::move(target)});
    STUDYLAB_CHECK(decision.has_value());
    return state.operations.rbegin()->first;
  }
  Operation const& operation(OperationId id) const { return state.operations.at(id); }
  Decision run(OperationId id, std::string method = "pitr", std::string backup = {}) {
    return operate(RunRestore{db, to_text(id), std::move(method), BackupName{std::move(backup)}});
  }
  void ready(OperationId id) {
    give(Report{make_fact(
        RestoreReady{id, CommitPosition{97'000}, SchemaVersion{15}, 0, origin("database")})});
  }
  void cut_over(OperationId id) {
    ASSERT_TRUE(operate(CutOverRestore{db, to_text(id)}).has_value());
    CutOver fact{id,
                 db,
                 CommitPosition{97'000},
                 CommitPosition{100'100},
                 SchemaVersion{15},
                 {{ledger, 3'100, 0}, {billing, 3'000, 100}},
                 origin("database")};
    give(Report{make_fact(fact)});
  }
  Decision settle_events(OperationId id, ConsumerName const& consumer, std::string choice) {
    return operate(Reconcile{db, to_text(id), consumer, std::move(choice)});
  }
  void settled(OperationId id, ConsumerName const& consumer, EventChoice choice) {
    give(Report{make_fact(ConsumerSettled{id, consumer, choice, 1, 0, 0, origin("database")})});
  }
  // Up to a copy that serves.
  OperationId restored() {
    operate(FenceWriters{db});
    in_force();
    auto const id = plan();
    run(id);
    ready(id);
    cut_over(id);
    return id;
  }

 private:
  void backup(std::string name, EnvironmentName const& source, Instant at, std::uint64_t position) {
    add(BackupRecorded{BackupName{std::move(name)}, db, source, at, CommitPosition{position},
                       SchemaVersion{15}, 1'000});
  }
};

TEST(Fence, IsAHoldThatIsInForceOnceTheDatabaseReportsIt) {
  RestorePlatform platform;
  ASSERT_TRUE(platform.operate(FenceWriters{platform.db}).has_value());
  EXPECT_EQ(platform.state.holds.size(), 1U);
  EXPECT_FALSE(is_fenced(platform.state.databases.at(platform.db)));
  platform.in_force();
  EXPECT_TRUE(is_fenced(platform.state.databases.at(platform.db)));
  ASSERT_TRUE(platform.operate(UnfenceWriters{platform.db}).has_value());
  EXPECT_TRUE(platform.state.holds.empty());
  platform.admitted();
  EXPECT_FALSE(platform.state.databases.at(platform.db).fence.has_value());
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::no_such_hold);
}

TEST(Fence, IsNotLiftedOnDamagedDataAfterTheOwnerMoved) {
  RestorePlatform platform;
  platform.operate(FenceWriters{platform.db});
  platform.in_force();
  platform.now += 1s;
  platform.move_owner_meanwhile(platform.older);
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::route_is_not_data);
}

TEST(Fence, IsNotLiftedWhileTheOwnerWritesWrongRows) {
  RestorePlatform platform;
  platform.writer = platform.owner();
  platform.check(40);
  auto const id = platform.restored();
  for (auto const& [consumer, choice] : {std::pair{platform.ledger, EventChoice::replay},
                                         std::pair{platform.billing, EventChoice::compensate}}) {
    platform.settle_events(id, consumer, std::string{to_text(choice)});
    platform.settled(id, consumer, choice);
  }
  platform.check(0);
  auto const refused = platform.operate(UnfenceWriters{platform.db});
  ASSERT_EQ(testing::refusal_code(refused), RefusalCode::artifact_incompatible);
  EXPECT_TRUE(refused.error().why.contains(to_text(platform.owner()))) << refused.error().why;
  platform.move_owner_meanwhile(platform.good);
  EXPECT_TRUE(platform.operate(UnfenceWriters{platform.db}).has_value());
}

TEST(RestorePlan, CountsEventsThatExpireByTheClockUnderAFenceToo) {
  RestorePlatform platform;
  platform.operate(FenceWriters{platform.db});
  platform.in_force();
  auto const left = [&] {
    auto const id = platform.plan();
    return std::get<kinds::Restore>(platform.operation(id).as).planned->methods[0].left_time;
  };
  EXPECT_EQ(left(), Duration{});
  platform.now += 20min;
  EXPECT_EQ(left(), 5min) << "events are kept for 15 minutes";
}

TEST(RestorePlan, ComparesEveryMethodAndStatesWhatItCannotBringBack) {
  RestorePlatform platform;
  auto const id = platform.plan();
  auto const& plan = *std::get<kinds::Restore>(platform.operation(id).as).planned;
  ASSERT_EQ(plan.methods.size(), 3U);
  auto const& pitr = plan.methods[0];
  EXPECT_EQ(pitr.reaches, CommitPosition{97'000});
  EXPECT_EQ(pitr.base, BackupName{"hourly"});
  EXPECT_EQ(pitr.lost, plan.end.value() - 97'000);
  EXPECT_EQ(pitr.left_time, Duration{});  // events are kept for longer
  EXPECT_EQ(plan.methods[1].reaches, CommitPosition{100'000 - 60 * 600});
  EXPECT_GT(plan.methods[1].left_time, 40min);
  EXPECT_NE(plan.methods[2].cannot, "");
  EXPECT_EQ(platform.operation(id).stage, Stage::planned);
}

TEST(RestorePlan, RefusesATargetPastTheEndOfTheLogOrBeforeItBegins) {
  RestorePlatform platform;
  for (auto const at : {platform.now + 1h, platform.now - 48h}) {
    EXPECT_EQ(
        testing::refusal_code(platform.operate(PlanRestore{platform.db, studylab::to_text(at)})),
        RefusalCode::target_unreachable);
  }
  EXPECT_EQ(testing::refusal_code(platform.operate(PlanRestore{platform.db, "before:entry-1"})),
            RefusalCode::target_unreachable);
}

TEST(Restore, NeedsAPlanAndAFence) {
  RestorePlatform platform;
  EXPECT_EQ(testing::refusal_code(platform.run(OperationId{9})), RefusalCode::restore_needs_plan);
  auto const id = platform.plan();
  EXPECT_EQ(testing::refusal_code(platform.run(id)), RefusalCode::writers_not_fenced);
  platform.operate(FenceWriters{platform.db});
  EXPECT_EQ(testing::refusal_code(platform.run(id)), RefusalCode::writers_not_fenced);
  platform.in_force();
  EXPECT_EQ(platform.operation(id).stage, Stage::fenced);
  EXPECT_TRUE(platform.run(id).has_value());
  EXPECT_EQ(platform.operation(id).stage, Stage::restoring);
}

TEST(Restore, NeverUsesAnotherEnvironmentsData) {
  RestorePlatform platform;
  platform.operate(FenceWriters{platform.db});
  platform.in_force();
  auto const id = platform.plan();
  EXPECT_EQ(testing::refusal_code(platform.run(id, "pitr", "other")),
            RefusalCode::preview_over_production);
  EXPECT_TRUE(platform.run(id, "pitr", "nightly").has_value());
}

TEST(Restore, CutsOverOnlyAVerifiedCopy) {
  RestorePlatform platform;
  platform.operate(FenceWriters{platform.db});
  platform.in_force();
  auto const id = platform.plan();
  platform.run(id);
  EXPECT_EQ(testing::refusal_code(platform.operate(CutOverRestore{platform.db, to_text(id)})),
            RefusalCode::restore_not_ready);
  platform.ready(id);
  platform.cut_over(id);
  EXPECT_EQ(platform.operation(id).stage, Stage::cut_over);
}

TEST(Restore, LiftsItsFenceOnlyOnceEveryConsumerIsSettled) {
  RestorePlatform platform;
  auto const id = platform.restored();
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::events_unreconciled);
  ASSERT_TRUE(platform.settle_events(id, platform.ledger, "replay").has_value());
  platform.settled(id, platform.ledger, EventChoice::replay);
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::events_unreconciled);
  ASSERT_TRUE(platform.settle_events(id, platform.billing, "compensate").has_value());
  // Every command is given; its effect is still under way.
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::operation_running);
  platform.settled(id, platform.billing, EventChoice::compensate);
  EXPECT_EQ(platform.operation(id).stage, Stage::reconciled);
  ASSERT_TRUE(platform.operate(UnfenceWriters{platform.db}).has_value());
  platform.admitted();
  EXPECT_EQ(platform.operation(id).stage, Stage::unfenced);
}

// Writers are not let in on wrong data for it.
TEST(Restore, AnotherRestoreTakesOverUnderTheSameFence) {
  RestorePlatform platform;
  auto const wrong = platform.restored();
  ASSERT_TRUE(platform.settle_events(wrong, platform.ledger, "replay").has_value());
  auto const next = platform.plan();
  EXPECT_EQ(testing::refusal_code(platform.run(next)), RefusalCode::operation_running)
      << "events are being settled";
  platform.settled(wrong, platform.ledger, EventChoice::replay);
  ASSERT_TRUE(platform.run(next).has_value());
  EXPECT_EQ(platform.operation(wrong).stage, Stage::abandoned);
  platform.ready(next);
  platform.cut_over(next);
  EXPECT_EQ(platform.operation(next).stage, Stage::cut_over);
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::events_unreconciled);
  EXPECT_TRUE(is_fenced(platform.state.databases.at(platform.db)));
}

TEST(Restore, KeepsItsFenceIfTheRestoreThatTookOverIsGivenUp) {
  RestorePlatform platform;
  platform.restored();
  auto const next = platform.plan();
  ASSERT_TRUE(platform.run(next).has_value());
  ASSERT_TRUE(platform.operate(Cancel{to_text(next)}).has_value());
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::events_unreconciled);
}

TEST(Restore, KeepsItsFenceIfOneConsumerIsBeingSettledAndAnotherIsLeft) {
  RestorePlatform platform;
  auto const id = platform.restored();
  ASSERT_TRUE(platform.settle_events(id, platform.ledger, "replay").has_value());
  EXPECT_EQ(testing::refusal_code(platform.operate(UnfenceWriters{platform.db})),
            RefusalCode::events_unreconciled);
}

TEST(Restore, RefusesAChoiceThatItsOwnFactsContradict) {
  RestorePlatform platform;
  auto const id = platform.restored();
  EXPECT_EQ(testing::refusal_code(platform.settle_events(id, platform.ledger, "skip")),
            RefusalCode::would_lose);
  EXPECT_EQ(testing::refusal_code(platform.settle_events(id, platform.billing, "replay")),
            RefusalCode::would_double);
  EXPECT_EQ(testing::refusal_code(platform.settle_events(id, platform.billing, "skip")),
            RefusalCode::would_lose);
}

TEST(Restore, ARefusedChoiceStatesTheRuleThatTheConsumersFactsFollow) {
  RestorePlatform platform;
  auto const id = platform.restored();
  auto const right = [&](ConsumerName const& consumer, std::string choice) {
    auto const refused = platform.settle_events(id, consumer, std::move(choice));
    return refused ? std::string{} : refused.error().right;
  };
  EXPECT_TRUE(right(platform.ledger, "skip").contains("`replay`"));
  EXPECT_TRUE(right(platform.ledger, "compensate").contains("`replay`"));
  for (auto const* choice : {"replay", "skip"}) {
    auto const rule = right(platform.billing, choice);
    EXPECT_TRUE(rule.contains("`skip` if every event")) << rule;
    EXPECT_TRUE(rule.contains("`compensate` if some were not")) << rule;
  }
}

TEST(Restore, TheRefusalOfASecondOneNamesHowToGiveTheFirstCopyUp) {
  RestorePlatform platform;
  platform.operate(FenceWriters{platform.db});
  platform.in_force();
  auto const first = platform.plan();
  auto const second = platform.plan();
  ASSERT_TRUE(platform.run(first).has_value());
  platform.ready(first);
  auto const refused = platform.run(second);
  ASSERT_EQ(testing::refusal_code(refused), RefusalCode::operation_running);
  EXPECT_TRUE(refused.error().right.contains("`cancel " + to_text(first))) << refused.error().right;
  ASSERT_TRUE(platform.operate(Cancel{to_text(first)}).has_value());
  EXPECT_TRUE(platform.run(second).has_value());
}

// A failover has lost writes, and the archived log has all but some of them.
TEST(RestorePlan, AForwardRepairLosesTheWritesThatTheArchivedLogDoesNotHave) {
  RestorePlatform platform;
  auto& database = platform.state.databases.at(platform.db);
  DatabaseChecked checked;
  Damage missing;
  missing.kind = DamageKind::missing;
  missing.rows = 40;
  missing.first = CommitPosition{97'001};
  missing.since = platform.now - 5min;
  checked.database = platform.db;
  checked.position = CommitPosition{100'010};
  checked.damage.push_back(missing);
  checked.origin = platform.origin("database");
  platform.give(Report{make_fact(checked)});
  database.failover = FailoverRecorded{platform.db, platform.now - 5min, CommitPosition{97'000},
                                       CommitPosition{97'030}, CommitPosition{97'040}};
  auto const id = platform.plan();
  auto const& plan = *std::get<kinds::Restore>(platform.operation(id).as).planned;
  auto const& forward = plan.methods[2];
  EXPECT_EQ(forward.lost, 10U);
  EXPECT_TRUE(forward.cannot.contains("10 of the 40 missing writes")) << forward.cannot;
  EXPECT_TRUE(forward.cannot.contains("a check still finds them")) << forward.cannot;
}

TEST(Restore, SurvivesACrashAtEveryStage) {
  RestorePlatform platform;
  auto const id = platform.restored();
  auto const before = platform.operation(id).stage;
  platform.crash();
  EXPECT_EQ(platform.operation(id).stage, before);
  EXPECT_TRUE(is_fenced(platform.state.databases.at(platform.db)));
  EXPECT_EQ(unsettled_consumers(platform.operation(id)).size(), 2U);
}

TEST(EventsCheck, FollowsFromWhereTheEffectIsAndWhetherItRepeats) {
  ConsumerRegistered consumer;
  EventsPast const events{{}, 7, 3};
  auto const check = [&](ConsumerEffect effect, Idempotency keys, EventChoice choice) {
    consumer.effect = effect;
    consumer.idempotency = keys;
    auto const found = check_events(consumer, events, choice);
    return std::pair{found.lost, found.doubled};
  };
  using enum EventChoice;
  using Pair = std::pair<std::uint64_t, std::uint64_t>;
  for (auto const keys : {Idempotency::none, Idempotency::by_key}) {
    EXPECT_EQ(check(ConsumerEffect::database, keys, replay), (Pair{0, 0}));
    EXPECT_EQ(check(ConsumerEffect::database, keys, skip), (Pair{10, 0}));
    EXPECT_EQ(check(ConsumerEffect::database, keys, compensate), (Pair{7, 0}));
  }
  EXPECT_EQ(check(ConsumerEffect::outside, Idempotency::none, replay), (Pair{0, 7}));
  EXPECT_EQ(check(ConsumerEffect::outside, Idempotency::by_key, replay), (Pair{0, 0}));
  EXPECT_EQ(check(ConsumerEffect::outside, Idempotency::none, skip), (Pair{3, 0}));
  EXPECT_EQ(check(ConsumerEffect::outside, Idempotency::none, compensate), (Pair{0, 0}));
  EXPECT_EQ(check(ConsumerEffect::outside, Idempotency::by_key, compensate), (Pair{7, 0}));
}

}  // namespace
}  // namespace studylab::control
