#include "runner/runner.h"

#include <gtest/gtest.h>

#include "runner/runner_testing.h"

namespace studylab::runner {
namespace {

using namespace testing;

TestRunner ready() {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.bring(AllocationStage::ready, 2s);
  return runner;
}

TEST(Start, GoesThroughEachStageToReady) {
  TestRunner runner;
  EXPECT_EQ(runner.command(start(), 1s), Outcome::done);
  std::vector<AllocationStage> stages;
  while (runner.a().stage != AllocationStage::ready) {
    stages.push_back(runner.a().stage);
    EXPECT_TRUE(wanted<AnnounceEndpoint>(runner.state).empty());
    auto const effects = react(runner.state);
    ASSERT_FALSE(effects.empty());
    runner.feed(*successful_outcome(runner, effects.front()), 2s);
  }
  using enum AllocationStage;
  EXPECT_EQ(stages, (std::vector{pulling, secrets, binding, starting, readiness}));

  auto const reports = reported<AllocationReady>(runner.state);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].digest, digest(3));
  EXPECT_EQ(reports[0].probe_path, "/ready");
  EXPECT_EQ(reports[0].probe_status, 200);
  EXPECT_EQ(reports[0].origin.process, "runner-host-2");
  auto const endpoints = wanted<AnnounceEndpoint>(runner.state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.release, ReleaseId{3});
  EXPECT_EQ(endpoints[0].endpoint.state, EndpointState::ready);
  EXPECT_EQ(endpoints[0].endpoint.probe_status, 200);
}

TEST(Start, OfAProgramWithoutNeedsSkipsSecretsAndBindings) {
  TestRunner runner;
  auto command = start();
  command.needs.clear();
  runner.command(command, 1s);
  runner.feed(*successful_outcome(runner, react(runner.state).front()), 1s);
  EXPECT_EQ(runner.a().stage, AllocationStage::starting);
}

void expect_failed(TestRunner const& runner, AllocationStage stage, std::string const& reason) {
  EXPECT_EQ(runner.a().stage, AllocationStage::failed);
  auto const failed = reported<AllocationFailed>(runner.state);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].stage, stage);
  EXPECT_EQ(failed[0].reason, reason);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(runner.state).empty());
}

TEST(Stages, EachFailureNamesItsStageAndReason) {
  using enum AllocationStage;
  auto const fail_in = [](AllocationStage stage, Input const& outcome) {
    TestRunner runner;
    runner.command(start(), 1s);
    runner.bring(stage, 1s);
    EXPECT_EQ(runner.feed(outcome, 2s).outcome, Outcome::done);
    return runner;
  };
  runner::StartGeneration const generation{1};
  expect_failed(fail_in(pulling, ArtifactPulled{a7, generation, std::nullopt, {}}), pulling,
                "the store does not have the artifact");
  expect_failed(fail_in(pulling, ArtifactPulled{a7, generation, digest(4), {}}), pulling,
                "pulled " + short_text(digest(4)) + ", not " + short_text(digest(3)));
  expect_failed(fail_in(secrets, SecretsFetched{a7, generation, {BindingName{"pay"}}}), secrets,
                "no secret for pay");
  expect_failed(
      fail_in(binding, BindingsProbed{a7, generation, {BindingName{"db"}, BindingName{"pay"}}}),
      binding, "no answer from db, pay");
  expect_failed(fail_in(starting, ProcessStarted{a7, generation, "exec format error"}), starting,
                "exec format error");
  expect_failed(fail_in(readiness, ReadinessProbed{a7, generation, 200, digest(4), 0}), readiness,
                short_text(digest(4)) + " answered, not " + short_text(digest(3)));
  expect_failed(fail_in(readiness, ProcessExited{a7, generation, "exited with 1"}), readiness,
                "exited with 1");
}

TEST(Readiness, AFailedProbeIsRepeatedUntilTheBudgetIsSpent) {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.bring(AllocationStage::readiness, 1s);
  std::uint32_t probes = 0;
  for (auto now = Duration{1s}; runner.a().stage == AllocationStage::readiness; now += 1s) {
    runner.feed(Elapsed{Timer::stages}, now);
    if (wanted<ProbeReadiness>(runner.state).empty()) continue;
    EXPECT_EQ(wanted<ProbeReadiness>(runner.state)[0].probe, ++probes);
    runner.feed(ReadinessProbed{a7, runner::StartGeneration{1}, 503, digest(3), 0}, now);
  }
  EXPECT_EQ(probes, 30U);
  expect_failed(runner, AllocationStage::readiness, "/ready answered 503 for 30s");
  // Its process is stopped.
  ASSERT_EQ(wanted<StopProcess>(runner.state).size(), 1U);
  runner.feed(ProcessStopped{a7, runner::StartGeneration{1}}, 40s);
  EXPECT_TRUE(wanted<StopProcess>(runner.state).empty());
}

TEST(Readiness, AMissingAnswerFailsToo) {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.bring(AllocationStage::readiness, 1s);
  EXPECT_EQ(wanted<SetTimer>(runner.state).at(0).at, at(31s));
  EXPECT_EQ(runner.feed(Elapsed{Timer::stages}, 30s).outcome, Outcome::not_due);
  runner.feed(Elapsed{Timer::stages}, 31s);
  expect_failed(runner, AllocationStage::readiness, "no answer at /ready for 30s");
}

TEST(Commands, RepeatedAndOutdatedCommandsHaveNamedOutcomes) {
  auto runner = ready();
  EXPECT_EQ(runner.command(start(), 3s), Outcome::repeat);
  EXPECT_EQ(runner.command(start(7, 11), 3s), Outcome::older_attempt);
  EXPECT_EQ(runner.a().stage, AllocationStage::ready);
  EXPECT_EQ(runner.command(DrainAllocation{AllocationId{8}, at(9s)}, 3s),
            Outcome::unknown_allocation);
  EXPECT_EQ(runner.command(RestartAllocation{AllocationId{8}, OperationId{20}, Attempt{1}}, 3s),
            Outcome::unknown_allocation);
  EXPECT_EQ(runner.command(DrainAllocation{a7, at(9s)}, 3s), Outcome::done);
  EXPECT_EQ(runner.command(DrainAllocation{a7, at(9s)}, 3s), Outcome::repeat);
  EXPECT_EQ(runner.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s),
            Outcome::not_running);
}

TEST(Commands, ALaterAttemptBeginsANewGenerationAndOldOutcomesAreStale) {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.feed(ArtifactPulled{a7, runner::StartGeneration{1}, std::nullopt, {}}, 1s);
  EXPECT_EQ(runner.command(start(7, 12, 2), 2s), Outcome::done);
  EXPECT_EQ(runner.feed(ArtifactPulled{a7, runner::StartGeneration{1}, digest(3), {}}, 2s).outcome,
            Outcome::stale_answer);
  EXPECT_EQ(wanted<PullArtifact>(runner.state).at(0).generation, runner::StartGeneration{2});
}

TEST(Restart, InPlaceStopsTheProcessAndContinuesAtBinding) {
  auto runner = ready();
  while (runner.answer_one(2s)) continue;
  EXPECT_TRUE(wanted<AnnounceEndpoint>(runner.state).empty());
  EXPECT_EQ(runner.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s), Outcome::done);
  EXPECT_EQ(runner.a().stage, AllocationStage::binding);
  EXPECT_FALSE(runner.a().evidence.has_value());
  ASSERT_EQ(wanted<AnnounceEndpoint>(runner.state).size(), 1U);
  EXPECT_EQ(wanted<AnnounceEndpoint>(runner.state)[0].endpoint.state, EndpointState::leaving);
  EXPECT_TRUE(wanted<ProbeBindings>(runner.state).empty());
  EXPECT_EQ(wanted<StopProcess>(runner.state).at(0).generation, runner::StartGeneration{2});
  runner.feed(ProcessStopped{a7, runner::StartGeneration{2}}, 4s);
  EXPECT_EQ(wanted<ProbeBindings>(runner.state).size(), 1U);
  runner.bring(AllocationStage::ready, 5s);
  EXPECT_EQ(reported<AllocationReady>(runner.state).size(), 2U);
}

TEST(Restart, WithoutAnArtifactPullsAgain) {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.feed(ArtifactPulled{a7, runner::StartGeneration{1}, std::nullopt, {}}, 1s);
  runner.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 2s);
  EXPECT_EQ(runner.a().stage, AllocationStage::pulling);
}

TEST(Drain, EndsSessionsThenTheProcessThenReports) {
  auto runner = ready();
  EXPECT_EQ(runner.command(DrainAllocation{a7, at(60s)}, 3s), Outcome::done);
  EXPECT_EQ(wanted<AnnounceEndpoint>(runner.state).at(0).endpoint.state, EndpointState::leaving);
  ASSERT_EQ(wanted<DrainSessions>(runner.state).size(), 1U);
  EXPECT_TRUE(wanted<StopProcess>(runner.state).empty());
  runner.feed(SessionsEnded{a7, runner::StartGeneration{1}, 4, 1}, 5s);
  EXPECT_EQ(wanted<StopProcess>(runner.state).size(), 1U);
  EXPECT_TRUE(reported<AllocationStopped>(runner.state).empty());
  runner.feed(ProcessStopped{a7, runner::StartGeneration{1}}, 6s);
  EXPECT_EQ(runner.a().stage, AllocationStage::stopped);
  auto const stopped = reported<AllocationStopped>(runner.state);
  ASSERT_EQ(stopped.size(), 1U);
  EXPECT_EQ(stopped[0].resumed, 4U);
  EXPECT_EQ(stopped[0].fresh, 1U);
}

TEST(Drain, CutsAtItsDeadline) {
  auto runner = ready();
  runner.command(DrainAllocation{a7, at(10s)}, 3s);
  EXPECT_EQ(runner.feed(Elapsed{Timer::stages}, 9s).outcome, Outcome::not_due);
  EXPECT_TRUE(wanted<CutSessions>(runner.state).empty());
  runner.feed(Elapsed{Timer::stages}, 10s);
  EXPECT_EQ(wanted<CutSessions>(runner.state).size(), 1U);
  EXPECT_TRUE(wanted<DrainSessions>(runner.state).empty());
}

TEST(Drain, StopsAnAllocationThatWasNeverReadyAtOnce) {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.command(DrainAllocation{a7, at(10s)}, 2s);
  EXPECT_EQ(runner.a().stage, AllocationStage::stopped);
  EXPECT_EQ(reported<AllocationStopped>(runner.state).size(), 1U);
}

TestRunner starting() {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.bring(AllocationStage::starting, 2s);
  return runner;
}

TEST(Drain, StopsAStartingProcessBeforeItReportsStopped) {
  auto runner = starting();
  runner.command(DrainAllocation{a7, at(10s)}, 3s);
  EXPECT_EQ(runner.a().stage, AllocationStage::draining);
  EXPECT_TRUE(reported<AllocationStopped>(runner.state).empty());
  // The runner waits for the start in progress, by that start's own key.
  EXPECT_EQ(wanted<StartProcess>(runner.state).at(0).generation, runner::StartGeneration{1});
  EXPECT_EQ(runner.feed(ProcessStarted{a7, runner::StartGeneration{1}, {}}, 4s).outcome,
            Outcome::done);
  ASSERT_EQ(wanted<StopProcess>(runner.state).size(), 1U);
  EXPECT_TRUE(reported<AllocationStopped>(runner.state).empty());
  runner.feed(ProcessStopped{a7, runner::StartGeneration{1}}, 5s);
  EXPECT_EQ(runner.a().stage, AllocationStage::stopped);
  EXPECT_EQ(reported<AllocationStopped>(runner.state).size(), 1U);
}

TEST(Drain, EndsWhenTheProcessFailsToStart) {
  auto runner = starting();
  runner.command(DrainAllocation{a7, at(10s)}, 3s);
  runner.feed(ProcessStarted{a7, runner::StartGeneration{1}, "exec format error"}, 4s);
  EXPECT_EQ(runner.a().stage, AllocationStage::stopped);
  EXPECT_TRUE(reported<AllocationFailed>(runner.state).empty());
}

TEST(Restart, StopsAStartingProcessFirst) {
  auto runner = starting();
  runner.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s);
  EXPECT_EQ(runner.a().generation, runner::StartGeneration{2});
  EXPECT_TRUE(wanted<ProbeBindings>(runner.state).empty());
  EXPECT_EQ(wanted<StartProcess>(runner.state).at(0).generation, runner::StartGeneration{1});
  runner.feed(ProcessStarted{a7, runner::StartGeneration{1}, {}}, 4s);
  ASSERT_EQ(wanted<StopProcess>(runner.state).size(), 1U);
  runner.feed(ProcessStopped{a7, runner::StartGeneration{2}}, 5s);
  runner.bring(AllocationStage::ready, 6s);
  EXPECT_EQ(runner.a().stage, AllocationStage::ready);
}

TEST(Crash, DuringAnAbandonedStartAsksWhatRuns) {
  auto runner = starting();
  runner.command(DrainAllocation{a7, at(10s)}, 3s);
  runner.state = after_crash(std::move(runner.state));
  runner.feed(Started{}, 5s);
  EXPECT_EQ(wanted<AskProcesses>(runner.state).size(), 1U);
  runner.feed(ProcessesFound{{a7}}, 6s);
  EXPECT_EQ(wanted<StopProcess>(runner.state).size(), 1U);
}

TEST(Announcements, AreRenewedWhileReady) {
  auto runner = ready();
  auto const first = wanted<AnnounceEndpoint>(runner.state).at(0).endpoint;
  EXPECT_EQ(runner.feed(Announced{a7, first.number}, 2s).outcome, Outcome::done);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(runner.state).empty());
  runner.feed(Elapsed{Timer::renew}, 3s);
  auto const second = wanted<AnnounceEndpoint>(runner.state).at(0).endpoint;
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(runner.feed(Announced{a7, first.number}, 3s).outcome, Outcome::stale_answer);
}

TEST(Crash, AsksWhatStillRunsBeforeItReportsAnything) {
  auto runner = ready();
  runner.state = after_crash(std::move(runner.state));
  EXPECT_TRUE(react(runner.state).empty());
  EXPECT_EQ(runner.command(start(8), 5s), Outcome::not_started);
  runner.feed(Started{}, 5s);
  EXPECT_EQ(wanted<AskProcesses>(runner.state).size(), 1U);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(runner.state).empty());
  runner.feed(ProcessesFound{{a7}}, 6s);
  auto const endpoints = wanted<AnnounceEndpoint>(runner.state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.boot, Boot{2});
  EXPECT_EQ(endpoints[0].endpoint.probe_status, 200);
}

TEST(Crash, AMissingProcessIsAFailure) {
  auto runner = ready();
  runner.state = after_crash(std::move(runner.state));
  runner.feed(Started{}, 5s);
  runner.feed(ProcessesFound{}, 6s);
  expect_failed(runner, AllocationStage::ready,
                "its process was not found after the runner restarted");
}

TEST(Crash, WhileStartingRequestsTheSameStartAgain) {
  TestRunner runner;
  runner.command(start(), 1s);
  runner.bring(AllocationStage::starting, 1s);
  runner.state = after_crash(std::move(runner.state));
  runner.feed(Started{}, 5s);
  runner.feed(ProcessesFound{{a7}}, 6s);
  EXPECT_EQ(wanted<StartProcess>(runner.state).at(0).generation, runner::StartGeneration{1});
}

TEST(InitialState, IsReadyAndAnnouncedWithoutAReport) {
  auto state = already_running(HostId{2}, Boot{3}, at(0s));
  add_initial(state, start(), {200, digest(3), 5}, at(-60s));
  EXPECT_TRUE(state.journal.reports.empty());
  auto const endpoints = wanted<AnnounceEndpoint>(state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.boot, Boot{3});
}

}  // namespace
}  // namespace studylab::runner
