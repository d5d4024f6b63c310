#include "runner/runner.h"

#include <gtest/gtest.h>

#include "runner/runner_testing.h"

namespace studylab::runner {
namespace {

using namespace testing;

TestEdge ready() {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.bring(AllocationStage::ready, 2s);
  return edge_under_test;
}

TEST(Start, GoesThroughEachStageToReady) {
  TestEdge edge_under_test;
  EXPECT_EQ(edge_under_test.command(start(), 1s), Outcome::done);
  std::vector<AllocationStage> stages;
  while (edge_under_test.a().stage != AllocationStage::ready) {
    stages.push_back(edge_under_test.a().stage);
    EXPECT_TRUE(wanted<AnnounceEndpoint>(edge_under_test.state).empty());
    auto const effects = react(edge_under_test.state);
    ASSERT_FALSE(effects.empty());
    edge_under_test.feed(*all_well(edge_under_test, effects.front()), 2s);
  }
  using enum AllocationStage;
  EXPECT_EQ(stages, (std::vector{pulling, secrets, binding, starting, readiness}));

  auto const reports = reported<AllocationReady>(edge_under_test.state);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].digest, digest(3));
  EXPECT_EQ(reports[0].probe_path, "/ready");
  EXPECT_EQ(reports[0].probe_status, 200);
  EXPECT_EQ(reports[0].origin.process, "runner-host-2");
  auto const endpoints = wanted<AnnounceEndpoint>(edge_under_test.state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.release, ReleaseId{3});
  EXPECT_EQ(endpoints[0].endpoint.state, EndpointState::ready);
  EXPECT_EQ(endpoints[0].endpoint.probe_status, 200);
}

TEST(Start, OfAProgramThatNeedsNothingAsksForNothing) {
  TestEdge edge_under_test;
  auto command = start();
  command.needs.clear();
  edge_under_test.command(command, 1s);
  edge_under_test.feed(*all_well(edge_under_test, react(edge_under_test.state).front()), 1s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::starting);
}

void expect_failed(TestEdge const& edge_under_test, AllocationStage stage,
                   std::string const& reason) {
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::failed);
  auto const failed = reported<AllocationFailed>(edge_under_test.state);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].stage, stage);
  EXPECT_EQ(failed[0].reason, reason);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(edge_under_test.state).empty());
}

TEST(Stages, EachFailsByItsName) {
  using enum AllocationStage;
  auto const fail_in = [](AllocationStage stage, Input const& outcome) {
    TestEdge edge_under_test;
    edge_under_test.command(start(), 1s);
    edge_under_test.bring(stage, 1s);
    EXPECT_EQ(edge_under_test.feed(outcome, 2s).outcome, Outcome::done);
    return edge_under_test;
  };
  runner::StartGeneration const run{1};
  expect_failed(fail_in(pulling, ArtifactPulled{a7, run, std::nullopt, {}}), pulling,
                "the store does not have the artifact");
  expect_failed(fail_in(pulling, ArtifactPulled{a7, run, digest(4), {}}), pulling,
                "pulled " + short_text(digest(4)) + ", not " + short_text(digest(3)));
  expect_failed(fail_in(secrets, SecretsFetched{a7, run, {BindingName{"pay"}}}), secrets,
                "no secret for pay");
  expect_failed(fail_in(binding, BindingsProbed{a7, run, {BindingName{"db"}, BindingName{"pay"}}}),
                binding, "no answer from db, pay");
  expect_failed(fail_in(starting, ProcessStarted{a7, run, "exec format error"}), starting,
                "exec format error");
  expect_failed(fail_in(readiness, ReadinessProbed{a7, run, 200, digest(4), 0}), readiness,
                short_text(digest(4)) + " answered, not " + short_text(digest(3)));
  expect_failed(fail_in(readiness, ProcessExited{a7, run, "exited with 1"}), readiness,
                "exited with 1");
}

TEST(Readiness, AProbeThatSaysNoIsAskedAgainUntilTheBudgetIsSpent) {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.bring(AllocationStage::readiness, 1s);
  std::uint32_t probes = 0;
  for (auto now = Duration{1s}; edge_under_test.a().stage == AllocationStage::readiness;
       now += 1s) {
    edge_under_test.feed(Elapsed{Timer::stages}, now);
    if (wanted<ProbeReadiness>(edge_under_test.state).empty()) continue;
    EXPECT_EQ(wanted<ProbeReadiness>(edge_under_test.state)[0].probe, ++probes);
    edge_under_test.feed(ReadinessProbed{a7, runner::StartGeneration{1}, 503, digest(3), 0}, now);
  }
  EXPECT_EQ(probes, 30U);
  expect_failed(edge_under_test, AllocationStage::readiness, "/ready answered 503 for 30s");
  // Its process is taken down.
  ASSERT_EQ(wanted<StopProcess>(edge_under_test.state).size(), 1U);
  edge_under_test.feed(ProcessStopped{a7, runner::StartGeneration{1}}, 40s);
  EXPECT_TRUE(wanted<StopProcess>(edge_under_test.state).empty());
}

TEST(Readiness, NoAnswerAtAllFailsToo) {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.bring(AllocationStage::readiness, 1s);
  EXPECT_EQ(wanted<SetTimer>(edge_under_test.state).at(0).at, at(31s));
  EXPECT_EQ(edge_under_test.feed(Elapsed{Timer::stages}, 30s).outcome, Outcome::not_due);
  edge_under_test.feed(Elapsed{Timer::stages}, 31s);
  expect_failed(edge_under_test, AllocationStage::readiness, "no answer at /ready for 30s");
}

TEST(Commands, RepeatsAndLateOnesAreNamed) {
  auto edge_under_test = ready();
  EXPECT_EQ(edge_under_test.command(start(), 3s), Outcome::repeat);
  EXPECT_EQ(edge_under_test.command(start(7, 11), 3s), Outcome::older_attempt);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::ready);
  EXPECT_EQ(edge_under_test.command(DrainAllocation{AllocationId{8}, at(9s)}, 3s),
            Outcome::unknown_allocation);
  EXPECT_EQ(
      edge_under_test.command(RestartAllocation{AllocationId{8}, OperationId{20}, Attempt{1}}, 3s),
      Outcome::unknown_allocation);
  EXPECT_EQ(edge_under_test.command(DrainAllocation{a7, at(9s)}, 3s), Outcome::done);
  EXPECT_EQ(edge_under_test.command(DrainAllocation{a7, at(9s)}, 3s), Outcome::repeat);
  EXPECT_EQ(edge_under_test.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s),
            Outcome::not_running);
}

TEST(Commands, ALaterAttemptBeginsANewRunAndOldOutcomesAreStale) {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.feed(ArtifactPulled{a7, runner::StartGeneration{1}, std::nullopt, {}}, 1s);
  EXPECT_EQ(edge_under_test.command(start(7, 12, 2), 2s), Outcome::done);
  EXPECT_EQ(edge_under_test.feed(ArtifactPulled{a7, runner::StartGeneration{1}, digest(3), {}}, 2s)
                .outcome,
            Outcome::stale_answer);
  EXPECT_EQ(wanted<PullArtifact>(edge_under_test.state).at(0).run, runner::StartGeneration{2});
}

TEST(Restart, InPlaceTakesTheProcessDownAndGoesOnAtBinding) {
  auto edge_under_test = ready();
  while (edge_under_test.answer_one(2s)) continue;
  EXPECT_TRUE(wanted<AnnounceEndpoint>(edge_under_test.state).empty());
  EXPECT_EQ(edge_under_test.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s),
            Outcome::done);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::binding);
  EXPECT_FALSE(edge_under_test.a().evidence.has_value());
  ASSERT_EQ(wanted<AnnounceEndpoint>(edge_under_test.state).size(), 1U);
  EXPECT_EQ(wanted<AnnounceEndpoint>(edge_under_test.state)[0].endpoint.state,
            EndpointState::leaving);
  EXPECT_TRUE(wanted<ProbeBindings>(edge_under_test.state).empty());
  EXPECT_EQ(wanted<StopProcess>(edge_under_test.state).at(0).run, runner::StartGeneration{2});
  edge_under_test.feed(ProcessStopped{a7, runner::StartGeneration{2}}, 4s);
  EXPECT_EQ(wanted<ProbeBindings>(edge_under_test.state).size(), 1U);
  edge_under_test.bring(AllocationStage::ready, 5s);
  EXPECT_EQ(reported<AllocationReady>(edge_under_test.state).size(), 2U);
}

TEST(Restart, OfOneThatNeverGotItsArtifactPullsAgain) {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.feed(ArtifactPulled{a7, runner::StartGeneration{1}, std::nullopt, {}}, 1s);
  edge_under_test.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 2s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::pulling);
}

TEST(Drain, EndsSessionsThenTheProcessThenReports) {
  auto edge_under_test = ready();
  EXPECT_EQ(edge_under_test.command(DrainAllocation{a7, at(60s)}, 3s), Outcome::done);
  EXPECT_EQ(wanted<AnnounceEndpoint>(edge_under_test.state).at(0).endpoint.state,
            EndpointState::leaving);
  ASSERT_EQ(wanted<DrainSessions>(edge_under_test.state).size(), 1U);
  EXPECT_TRUE(wanted<StopProcess>(edge_under_test.state).empty());
  edge_under_test.feed(SessionsEnded{a7, runner::StartGeneration{1}, 4, 1}, 5s);
  EXPECT_EQ(wanted<StopProcess>(edge_under_test.state).size(), 1U);
  EXPECT_TRUE(reported<AllocationStopped>(edge_under_test.state).empty());
  edge_under_test.feed(ProcessStopped{a7, runner::StartGeneration{1}}, 6s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::stopped);
  auto const stopped = reported<AllocationStopped>(edge_under_test.state);
  ASSERT_EQ(stopped.size(), 1U);
  EXPECT_EQ(stopped[0].resumed, 4U);
  EXPECT_EQ(stopped[0].fresh, 1U);
}

TEST(Drain, CutsAtItsDeadline) {
  auto edge_under_test = ready();
  edge_under_test.command(DrainAllocation{a7, at(10s)}, 3s);
  EXPECT_EQ(edge_under_test.feed(Elapsed{Timer::stages}, 9s).outcome, Outcome::not_due);
  EXPECT_TRUE(wanted<CutSessions>(edge_under_test.state).empty());
  edge_under_test.feed(Elapsed{Timer::stages}, 10s);
  EXPECT_EQ(wanted<CutSessions>(edge_under_test.state).size(), 1U);
  EXPECT_TRUE(wanted<DrainSessions>(edge_under_test.state).empty());
}

TEST(Drain, OfOneThatWasNeverReadyStopsAtOnce) {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.command(DrainAllocation{a7, at(10s)}, 2s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::stopped);
  EXPECT_EQ(reported<AllocationStopped>(edge_under_test.state).size(), 1U);
}

TestEdge starting() {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.bring(AllocationStage::starting, 2s);
  return edge_under_test;
}

TEST(Drain, OfOneWhoseProcessIsBeingStartedTakesItDownBeforeItSaysStopped) {
  auto edge_under_test = starting();
  edge_under_test.command(DrainAllocation{a7, at(10s)}, 3s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::draining);
  EXPECT_TRUE(reported<AllocationStopped>(edge_under_test.state).empty());
  // The start that is under way is waited for, by its own key.
  EXPECT_EQ(wanted<StartProcess>(edge_under_test.state).at(0).run, runner::StartGeneration{1});
  EXPECT_EQ(edge_under_test.feed(ProcessStarted{a7, runner::StartGeneration{1}, {}}, 4s).outcome,
            Outcome::done);
  ASSERT_EQ(wanted<StopProcess>(edge_under_test.state).size(), 1U);
  EXPECT_TRUE(reported<AllocationStopped>(edge_under_test.state).empty());
  edge_under_test.feed(ProcessStopped{a7, runner::StartGeneration{1}}, 5s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::stopped);
  EXPECT_EQ(reported<AllocationStopped>(edge_under_test.state).size(), 1U);
}

TEST(Drain, OfOneWhoseProcessWouldNotStartStopsThen) {
  auto edge_under_test = starting();
  edge_under_test.command(DrainAllocation{a7, at(10s)}, 3s);
  edge_under_test.feed(ProcessStarted{a7, runner::StartGeneration{1}, "exec format error"}, 4s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::stopped);
  EXPECT_TRUE(reported<AllocationFailed>(edge_under_test.state).empty());
}

TEST(Restart, OfOneWhoseProcessIsBeingStartedTakesItDownFirst) {
  auto edge_under_test = starting();
  edge_under_test.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s);
  EXPECT_EQ(edge_under_test.a().run, runner::StartGeneration{2});
  EXPECT_TRUE(wanted<ProbeBindings>(edge_under_test.state).empty());
  EXPECT_EQ(wanted<StartProcess>(edge_under_test.state).at(0).run, runner::StartGeneration{1});
  edge_under_test.feed(ProcessStarted{a7, runner::StartGeneration{1}, {}}, 4s);
  ASSERT_EQ(wanted<StopProcess>(edge_under_test.state).size(), 1U);
  edge_under_test.feed(ProcessStopped{a7, runner::StartGeneration{2}}, 5s);
  edge_under_test.bring(AllocationStage::ready, 6s);
  EXPECT_EQ(edge_under_test.a().stage, AllocationStage::ready);
}

TEST(Crash, WhileALeftStartIsUnderWayAsksWhatRuns) {
  auto edge_under_test = starting();
  edge_under_test.command(DrainAllocation{a7, at(10s)}, 3s);
  edge_under_test.state = crashed(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 5s);
  EXPECT_EQ(wanted<AskProcesses>(edge_under_test.state).size(), 1U);
  edge_under_test.feed(ProcessesFound{{a7}}, 6s);
  EXPECT_EQ(wanted<StopProcess>(edge_under_test.state).size(), 1U);
}

TEST(Announcements, AreRenewedWhileReady) {
  auto edge_under_test = ready();
  auto const first = wanted<AnnounceEndpoint>(edge_under_test.state).at(0).endpoint;
  EXPECT_EQ(edge_under_test.feed(Announced{a7, first.number}, 2s).outcome, Outcome::done);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(edge_under_test.state).empty());
  edge_under_test.feed(Elapsed{Timer::renew}, 3s);
  auto const second = wanted<AnnounceEndpoint>(edge_under_test.state).at(0).endpoint;
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(edge_under_test.feed(Announced{a7, first.number}, 3s).outcome, Outcome::stale_answer);
}

TEST(Crash, AsksWhatStillRunsBeforeItSaysAnything) {
  auto edge_under_test = ready();
  edge_under_test.state = crashed(std::move(edge_under_test.state));
  EXPECT_TRUE(react(edge_under_test.state).empty());
  EXPECT_EQ(edge_under_test.command(start(8), 5s), Outcome::not_started);
  edge_under_test.feed(Started{}, 5s);
  EXPECT_EQ(wanted<AskProcesses>(edge_under_test.state).size(), 1U);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(edge_under_test.state).empty());
  edge_under_test.feed(ProcessesFound{{a7}}, 6s);
  auto const endpoints = wanted<AnnounceEndpoint>(edge_under_test.state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.boot, Boot{2});
  EXPECT_EQ(endpoints[0].endpoint.probe_status, 200);
}

TEST(Crash, AProcessThatIsGoneHasFailed) {
  auto edge_under_test = ready();
  edge_under_test.state = crashed(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 5s);
  edge_under_test.feed(ProcessesFound{}, 6s);
  expect_failed(edge_under_test, AllocationStage::ready,
                "its process was gone when the runner came back");
}

TEST(Crash, WhileStartingAsksForTheSameRunAgain) {
  TestEdge edge_under_test;
  edge_under_test.command(start(), 1s);
  edge_under_test.bring(AllocationStage::starting, 1s);
  edge_under_test.state = crashed(std::move(edge_under_test.state));
  edge_under_test.feed(Started{}, 5s);
  edge_under_test.feed(ProcessesFound{{a7}}, 6s);
  EXPECT_EQ(wanted<StartProcess>(edge_under_test.state).at(0).run, runner::StartGeneration{1});
}

TEST(InitialState, IsReadyAndAnnouncedWithoutAReport) {
  auto state = initial(HostId{2}, Boot{3}, at(0s));
  add_initial(state, start(), {200, digest(3), 5}, at(-60s));
  EXPECT_TRUE(state.journal.reports.empty());
  auto const endpoints = wanted<AnnounceEndpoint>(state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.boot, Boot{3});
}

}  // namespace
}  // namespace studylab::runner
