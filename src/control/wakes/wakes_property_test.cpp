// SW3, SW4, SWN2 and SWN3 for every sequence of requests, commands, reports, pauses and crashes of
// the control plane.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/random.h"
#include "base/sweep_testing.h"
#include "control/allocations/allocations.h"
#include "control/hosts/hosts.h"
#include "control/wake_platform_testing.h"
#include "control/wakes/wakes.h"

namespace studylab::control {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::WakePlatform;

constexpr std::uint32_t wake_steps = 300;

class WatchedWakes {
 public:
  explicit WatchedWakes(std::uint64_t seed) : random_(Seed{seed, {}}, "wakes") {
    p_.let_production_sleep();
  }

  void step() {
    switch (random_.below(14)) {
      case 0:
      case 1: ask(); break;
      case 2: operate(Wake{environment()}); break;
      case 3: operate(Retry{to_text(operation())}); break;
      case 4: operate(Rollback{.environment = p_.env, .release = "rel-1"}); break;
      case 5: change_runners(); break;
      case 6:
      case 7: report(); break;
      case 8: work_on_hosts(); break;
      case 9: report_gate(); break;
      case 10: operate(Restart{environment().value()}); break;
      case 11: crash(); break;
      default: pass(); break;
    }
    check();
  }

  // Once runners answer and nothing more is asked for, every wake ends.
  void finish() {
    p_.runners_answer = true;
    p_.started.clear();
    p_.pass(minutes{10});
    for (auto const id : p_.state.open_operations) {
      auto const kind = kind_of(p_.state.operations.at(id));
      ASSERT_NE(kind, OperationKind::wake) << to_text(id);
    }
  }

  std::uint32_t wakes() const {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(p_.state.operations, [](auto const& operation) {
          return std::holds_alternative<kinds::Wake>(operation.second.as);
        }));
  }

 private:
  EnvironmentName environment() { return random_.chance(600) ? p_.env : p_.preview; }
  OperationId operation() {
    return OperationId{static_cast<std::uint32_t>(random_.between(9, 20))};
  }
  AllocationStage stage() {
    return static_cast<AllocationStage>(random_.below(enum_size<AllocationStage>));
  }

  void ask() { p_.ask(static_cast<std::uint32_t>(random_.between(1, 3)), environment()); }

  void operate(Verb verb) {
    auto const decision = p_.operate(std::move(verb));
    ASSERT_TRUE(decision || !decision.error().why.empty());
  }

  void change_runners() {
    using enum AllocationStage;
    static constexpr std::array stages{pulling, secrets, binding, starting, readiness, ready};
    p_.fails_at = stages[random_.below(stages.size())];
    p_.ready_probes = random_.chance(700);
    p_.runners_answer = random_.chance(600);
  }

  // Of any allocation, at any time, once or again.
  void report() {
    AllocationId const id{static_cast<std::uint32_t>(random_.between(1, 30))};
    auto const origin = p_.origin("runner-host-1");
    auto const found = p_.state.allocations.find(id);
    auto const digest = found == p_.state.allocations.end() ? Digest{} : found->second.digest;
    switch (random_.below(4)) {
      case 0: give(AllocationReady{id, digest, "/ready", status(), 0, origin}); break;
      case 1: give(AllocationFailed{id, stage(), "it failed", origin}); break;
      case 2: give(AllocationStopped{id, 0, 0, origin}); break;
      default: {
        StageSeen const seen{stage(), p_.now, p_.now, StageOutcome::passed, "seen"};
        give(AllocationStagesReported{id, {seen}, origin});
      }
    }
  }
  std::uint16_t status() { return random_.chance(500) ? 200 : 503; }
  template <class F>
  void give(F fact) {
    p_.give(Report{make_fact(std::move(fact))});
    p_.settle();
  }

  void work_on_hosts() {
    auto const host = static_cast<std::uint32_t>(random_.between(1, 5));
    if (host <= 2 && random_.chance(400)) {
      p_.cordon(host);
    } else if (random_.chance(300)) {
      give(HostBrought{HostId{host}, Digest{}, 1, NoticeId{1}, p_.origin("people")});
    } else {
      operate(Postcheck{to_text(HostId{host})});
      operate(Uncordon{to_text(HostId{host})});
    }
  }

  void report_gate() {
    auto const crossing = random_.chance(300) ? GateCrossing::bound : GateCrossing::none;
    p_.report_gate(environment(), static_cast<std::uint32_t>(random_.below(3)), crossing);
  }

  void crash() {
    p_.crash();
    p_.settle();
  }

  void pass() { p_.pass(Duration{random_.between(0, 20'000'000)}); }

  void check() {
    std::map<EnvironmentName, int> open;
    for (auto const id : p_.state.open_operations) {
      auto const& operation = p_.state.operations.at(id);
      if (kind_of(operation) != OperationKind::wake) continue;
      ASSERT_EQ(++open[operation.environment], 1) << to_text(id);
      ASSERT_LT(p_.now, wake_deadline(p_.state, operation)) << to_text(id);
      ASSERT_LE(attempts_made(operation), WakePlatform::attempts) << to_text(id);
    }
    for (auto const& [id, host] : p_.state.hosts) {
      auto const used = p_.state.used_slots.find(id);
      ASSERT_TRUE(used == p_.state.used_slots.end() || used->second <= host.slots);
    }
    for (; seen_ < p_.entries.size(); ++seen_) check_new(p_.entries[seen_].fact);
  }

  void check_new(Fact const& fact) {
    auto const* planned = fact_if<AllocationPlanned>(fact);
    if (planned == nullptr) return;
    auto const found = p_.state.operations.find(planned->operation);
    auto const* wake = std::get_if<kinds::Wake>(&found->second.as);
    if (wake == nullptr) return;
    auto const& attempts = wake->attempts;
    auto const same = [](WakeAttempt const& a, WakeAttempt const& b) {
      return a.attempt >= b.attempt;
    };
    ASSERT_EQ(std::ranges::adjacent_find(attempts, same), attempts.end());
  }

  Random random_;
  WakePlatform p_;
  std::size_t seen_ = 0;
};

TEST(WakeProperties, NoSequenceBreaksABoundOrLeavesAWakeOpen) {
  auto const seeds = studylab::testing::sweep_seeds(40);
  std::uint32_t wakes = 0;
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    WatchedWakes watched{seed};
    for (std::uint32_t n = 0; n < wake_steps; ++n) {
      watched.step();
      ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "step " << n << " of seed " << seed;
    }
    watched.finish();
    ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "seed " << seed;
    wakes += watched.wakes();
  }
  EXPECT_GE(wakes, seeds.last - seeds.first);  // the steps do reach wakes
}

// The outcome of a wake, whatever happened to the control plane on the way.
struct WakeEnd {
  Stage stage;
  std::vector<std::pair<Attempt, Instant>> attempts;
  std::size_t gave_up;
  friend bool operator==(WakeEnd const&, WakeEnd const&) = default;
};

// One wake, with a crash of the control plane after the batch with this entry.
WakeEnd play_wake(AllocationStage fails_at, std::size_t crash_after) {
  WakePlatform p;
  p.fails_at = fails_at;
  p.crash_after = crash_after;
  p.ask();
  p.pass(minutes{2});
  WakeEnd end{p.wake().stage, {}, p.all<WakeGaveUp>().size()};
  for (auto const& attempt : p.made()) end.attempts.emplace_back(attempt.attempt, attempt.at);
  return end;
}

TEST(WakeProperties, ARestartAfterAnyEntryChangesNoOutcome) {
  WakePlatform const before;
  for (auto const fails_at : {AllocationStage::ready, AllocationStage::binding}) {
    auto const calm = play_wake(fails_at, WakePlatform::never);
    for (std::size_t n = before.entries.size(); n < before.entries.size() + 25; ++n) {
      EXPECT_EQ(play_wake(fails_at, n), calm) << "entry " << n;
    }
  }
}

}  // namespace
}  // namespace studylab::control
