#include "world/exec/executor.h"

#include <gtest/gtest.h>

#include "world/plan_testing.h"

namespace studylab::world::exec {
namespace {

using std::chrono::seconds;

class NoSigner final : public Signer {
 public:
  std::string const& key_id() const override { return key_id_; }
  Signature sign(std::string const&) const override { return {}; }

 private:
  std::string key_id_ = "control-1";
};

// A leader with the tiny platform, whose messages go nowhere.
class Leader final : public Ports {
 public:
  Leader() : events_(chain_, state_, signer_), executor(state_, events_, *this) {
    auto const plan = tiny_plan();
    append(make_fact(plan.opened));
    for (auto const& fact : plan.initial) append(Fact{fact});
  }

  Progress decide(control::Command const& command) override {
    auto decision = control::decide(state_, command, now);
    if (!decision || decision->empty()) return Progress::none;
    for (auto& fact : *decision) append(std::move(fact));
    return crashing ? Progress::stopped : Progress::appended;
  }
  void publish(RouteEvent event) override { published.push_back(std::move(event)); }
  void send(HostId, RunnerCommand command) override {
    if (auto const* start = std::get_if<StartAllocation>(&command)) {
      started.push_back(start->allocation);
    }
  }
  void send(EdgeId, EdgeCommand) override {}
  void run_migration(OperationId) override {}
  void probe_bindings(EnvironmentName const&) override {}
  void deliver(NoticeId) override {}
  void send(DatabaseCommand) override {}
  void send(ProviderCommand) override {}
  void watch_providers() override {}
  void set_alarm(Instant at) override { alarms.push_back(at); }
  void arm_resend() override { ++resends; }

  // To the start of the scheduled promotion.
  void begin_promotion() {
    executor.settle(now);
    now += seconds{3};
    executor.settle(now);
  }

  Instant now = Tiny{}.began;
  bool crashing = false;
  std::vector<AllocationId> started;
  std::vector<RouteEvent> published;
  std::vector<Instant> alarms;
  int resends = 0;

 private:
  void append(Fact fact) {
    auto const id = chain_.append(now, std::move(fact));
    control::evolve(state_, chain_.entry(id));
  }

  NoSigner signer_;
  evidence::Chain chain_;
  control::State state_;
  RouteEvents events_;

 public:
  Executor executor;
};

TEST(Executor, SetsOneAlarmForAnEffectThatIsNotDue) {
  Leader leader;
  leader.executor.settle(leader.now);
  leader.executor.settle(leader.now);
  EXPECT_EQ(leader.alarms, std::vector{Tiny{}.began + seconds{3}});
  EXPECT_TRUE(leader.started.empty());
}

TEST(Executor, StartsAnEffectOnceWhileItIsRequired) {
  Leader leader;
  leader.begin_promotion();
  auto const started = leader.started;
  EXPECT_EQ(started.size(), 2U) << "one for each replica";
  leader.executor.settle(leader.now);
  EXPECT_EQ(leader.started, started);
}

TEST(Executor, SendsAgainWhatHasNotBeenAnswered) {
  Leader leader;
  leader.begin_promotion();
  auto const started = leader.started;
  EXPECT_GT(leader.resends, 0);
  leader.executor.send_again(leader.now);
  ASSERT_EQ(leader.started.size(), 2 * started.size());
  EXPECT_EQ(leader.started.back(), started.back());
}

TEST(Executor, AfterACrashStartsEverythingThatTheStateRequires) {
  Leader leader;
  leader.begin_promotion();
  auto const started = leader.started;
  leader.executor.forget();
  leader.executor.settle(leader.now);
  EXPECT_EQ(leader.started.size(), 2 * started.size());
}

TEST(Executor, CarriesOutNothingAfterItsProcessHasStopped) {
  Leader leader;
  leader.crashing = true;
  leader.begin_promotion();
  EXPECT_TRUE(leader.started.empty());
  EXPECT_EQ(leader.resends, 0);
}

}  // namespace
}  // namespace studylab::world::exec
