#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "runner/runner_testing.h"

namespace studylab::runner {
namespace {

using namespace testing;

constexpr AllocationId b8{8};

// Any input, whether or not it makes sense at this moment.
Input draw_input(std::uint32_t kind, std::uint32_t n) {
  auto const id = n % 2 == 0 ? a7 : b8;
  runner::StartGeneration const generation{n / 2 % 4};
  auto const good = n % 5 != 0;
  switch (kind) {
    case 0: return Started{};
    case 1: return Commanded{start(id.number, 12 + n % 3, n % 4)};
    case 2: return Commanded{DrainAllocation{id, at(std::chrono::seconds{n % 90})}};
    case 3: return Commanded{RestartAllocation{id, OperationId{13 + n % 3}, Attempt{n % 4}}};
    case 4: return ArtifactPulled{id, generation, digest(good ? 3 : 4), {}};
    case 5:
      return SecretsFetched{id, generation, good ? std::vector<BindingName>{} : start().needs};
    case 6:
      return BindingsProbed{id, generation, good ? std::vector<BindingName>{} : start().needs};
    case 7: return ProcessStarted{id, generation, good ? "" : "no memory"};
    case 8:
      return ReadinessProbed{id, generation, static_cast<std::uint16_t>(good ? 200 : 503),
                             digest(3), n};
    case 9: return SessionsEnded{id, generation, n, n};
    case 10: return ProcessStopped{id, generation};
    case 11: return ProcessExited{id, generation, "killed"};
    case 12: return ProcessesFound{good ? std::vector{a7} : std::vector<AllocationId>{}};
    case 13: return Announced{id, ReportNumber{n}};
    case 14: return Elapsed{n % 2 == 0 ? Timer::stages : Timer::renew};
    default: return Acknowledged{Boot{n % 3}, ReportNumber{n}};
  }
}
constexpr std::uint32_t input_kinds = 16;

using Drawn = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
Drawn draw() {
  return *rc::gen::container<Drawn>(
      rc::gen::pair(rc::gen::inRange<std::uint32_t>(0, input_kinds + 8),
                    rc::gen::inRange<std::uint32_t>(0, 120)));
}

// A number past the input kinds answers a required effect with success, so that allocations make
// progress.
void apply_input(TestRunner& runner, std::pair<std::uint32_t, std::uint32_t> const& drawn,
                 Duration now) {
  auto const [kind, n] = drawn;
  if (kind < input_kinds) {
    runner.feed(draw_input(kind, n), now);
    return;
  }
  auto const effects = react(runner.state);
  if (effects.empty()) return;
  if (auto const outcome = successful_outcome(runner, effects[n % effects.size()]))
    runner.feed(*outcome, now);
}

// SWN3: an endpoint is announced as ready only after a probe of the same generation has passed.
TEST(RunnerProperties, NoEndpointBeforeReadiness) {
  EXPECT_TRUE(rc::check([] {
    TestRunner runner;
    auto now = Duration{1s};
    std::map<std::pair<AllocationId, runner::StartGeneration>, std::uint16_t> passed;
    for (auto const& drawn : draw()) {
      auto const before = runner.records.size();
      apply_input(runner, drawn, now += 400ms);
      for (auto i = before; i < runner.records.size(); ++i) {
        auto const* seen = std::get_if<ReadinessSeen>(&runner.records[i]);
        if (!seen) continue;
        auto const generation = runner.state.journal.find(seen->allocation)->generation;
        passed[{seen->allocation, generation}] = seen->evidence.status;
      }
      for (auto const& announce : wanted<AnnounceEndpoint>(runner.state)) {
        if (announce.endpoint.state != EndpointState::ready) continue;
        auto const& a = *runner.state.journal.find(announce.endpoint.allocation);
        auto const evidence = passed.find({announce.endpoint.allocation, a.generation});
        RC_ASSERT(evidence != passed.end());
        RC_ASSERT(evidence->second == announce.endpoint.probe_status);
        RC_ASSERT(evidence->second >= 200 && evidence->second < 300);
      }
    }
  }));
}

// Whether an effect advances this allocation.
bool is_of(Effect const& effect, Allocation const& a) {
  using enum AllocationStage;
  auto const mine = [&](auto const& e) { return e.allocation == a.command.allocation; };
  return match(
      effect, [&](PullArtifact const& e) { return mine(e); },
      [&](FetchSecrets const& e) { return mine(e); },
      [&](ProbeBindings const& e) { return mine(e); },
      [&](StartProcess const& e) { return mine(e); },
      [&](ProbeReadiness const& e) { return mine(e); },
      [&](DrainSessions const& e) { return mine(e); },
      [&](CutSessions const& e) { return mine(e); }, [&](StopProcess const& e) { return mine(e); },
      [&](AskProcesses const&) { return a.process == Process::unknown; },
      [](AnnounceEndpoint const&) { return false; },
      [&](SetTimer const& e) {
        return e.timer == Timer::stages && a.stage == readiness &&
               e.at <= a.since + readiness_budget;
      },
      [](SendReport const&) { return false; }, [](InspectHost const&) { return false; },
      [](RebuildSelf const&) { return false; });
}

bool wants_something(State const& state, Allocation const& a) {
  auto const effects = react(state);
  return std::ranges::any_of(effects, [&](Effect const& effect) { return is_of(effect, a); });
}

// Every ordered allocation that has not ended requires an effect of its own, so that none gets
// stuck.
TEST(RunnerProperties, EveryUnfinishedAllocationRequiresAnEffect) {
  EXPECT_TRUE(rc::check([] {
    TestRunner runner;
    auto now = Duration{1s};
    for (auto const& drawn : draw()) {
      apply_input(runner, drawn, now += 400ms);
      for (auto const& a : runner.state.journal.allocations) {
        using enum AllocationStage;
        if (a.stage == ready || a.stage == stopped || a.stage == failed) continue;
        RC_ASSERT(wants_something(runner.state, a));
      }
    }
  }));
}

// A host whose processes start some time after the request, once per generation.
struct Host {
  TestRunner runner;
  std::vector<StartProcess> in_flight;
  std::set<std::pair<AllocationId, runner::StartGeneration>> answered;
  std::set<AllocationId> running;

  void answer(Effect const& effect, Duration now) {
    if (auto const* start = std::get_if<StartProcess>(&effect)) {
      if (answered.insert({start->allocation, start->generation}).second)
        running.insert(start->allocation);
    }
    if (auto const* stop = std::get_if<StopProcess>(&effect)) running.erase(stop->allocation);
    if (auto const outcome = successful_outcome(runner, effect)) runner.feed(*outcome, now);
  }
};

// Whatever is ordered while a process is starting, in the end no process runs that is not ready.
TEST(RunnerProperties, NoProcessIsForgotten) {
  EXPECT_TRUE(rc::check([] {
    Host host;
    auto now = Duration{1s};
    for (auto const& [kind, n] : draw()) {
      now += 400ms;
      auto const effects = react(host.runner.state);
      if (kind >= 1 && kind <= 3) {
        host.runner.feed(draw_input(kind, n), now);
      } else if (kind % 5 == 0 && !host.in_flight.empty()) {
        auto const start = host.in_flight.front();
        host.in_flight.erase(host.in_flight.begin());
        host.answer(start, now);
      } else if (!effects.empty()) {
        auto const& effect = effects[n % effects.size()];
        if (auto const* start = std::get_if<StartProcess>(&effect)) {
          host.in_flight.push_back(*start);
        } else {
          host.answer(effect, now);
        }
      }
    }
    for (auto const& start : host.in_flight) host.answer(start, now);
    for (int turns = 0; turns < 100; ++turns) {
      for (auto const& effect : react(host.runner.state)) host.answer(effect, now);
    }
    for (auto const& a : host.runner.state.journal.allocations) {
      bool const is_ready = a.stage == AllocationStage::ready;
      RC_ASSERT(host.running.contains(a.command.allocation) == is_ready);
    }
  }));
}

// A crash leaves exactly what the records contain.
TEST(RunnerProperties, TheJournalIsTheFoldOfItsRecords) {
  EXPECT_TRUE(rc::check([] {
    TestRunner runner;
    Duration now{};
    for (auto const& drawn : draw()) apply_input(runner, drawn, now += 400ms);
    Journal folded;
    for (auto const& record : runner.records) evolve(folded, record);
    RC_ASSERT(fingerprint(folded) == fingerprint(runner.state.journal));
  }));
}

// Total: every stage handles every input, and a repeated outcome is stale.
TEST(RunnerProperties, EveryStageHandlesEveryInput) {
  using enum AllocationStage;
  for (auto const stage : {pulling, secrets, binding, starting, readiness, ready}) {
    for (std::uint32_t kind = 1; kind < input_kinds; ++kind) {
      TestRunner runner;
      runner.command(start(), 1s);
      runner.bring(stage, 2s);
      ASSERT_EQ(runner.a().stage, stage);
      auto const input = draw_input(kind, 2);  // of alloc-7, generation 1
      auto const first = runner.feed(input, 3s).outcome;
      EXPECT_LT(static_cast<std::uint32_t>(first), enum_size<Outcome>);
      EXPECT_FALSE(to_text(first).empty());
      bool const is_outcome = kind >= 4 && kind <= 11;
      if (!is_outcome) continue;
      EXPECT_EQ(runner.feed(input, 3s).outcome, Outcome::stale_answer) << kind;
    }
  }
}

}  // namespace
}  // namespace studylab::runner
