#include "runner/runner.h"

#include <gtest/gtest.h>

#include "runner/runner_testing.h"

namespace studylab::runner {
namespace {

using namespace testing;

Stand ready() {
  Stand stand;
  stand.command(start(), 1s);
  stand.bring(AllocationStage::ready, 2s);
  return stand;
}

TEST(Start, GoesThroughEachStageToReady) {
  Stand stand;
  EXPECT_EQ(stand.command(start(), 1s), Outcome::done);
  std::vector<AllocationStage> stages;
  while (stand.a().stage != AllocationStage::ready) {
    stages.push_back(stand.a().stage);
    EXPECT_TRUE(wanted<AnnounceEndpoint>(stand.state).empty());
    auto const effects = react(stand.state);
    ASSERT_FALSE(effects.empty());
    stand.feed(*all_well(stand, effects.front()), 2s);
  }
  using enum AllocationStage;
  EXPECT_EQ(stages, (std::vector{pulling, secrets, binding, starting, readiness}));

  auto const reports = reported<AllocationReady>(stand.state);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].digest, digest(3));
  EXPECT_EQ(reports[0].probe_path, "/ready");
  EXPECT_EQ(reports[0].probe_status, 200);
  EXPECT_EQ(reports[0].origin.process, "runner-host-2");
  auto const endpoints = wanted<AnnounceEndpoint>(stand.state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.release, ReleaseId{3});
  EXPECT_EQ(endpoints[0].endpoint.state, EndpointState::ready);
  EXPECT_EQ(endpoints[0].endpoint.probe_status, 200);
}

TEST(Start, OfAProgramThatNeedsNothingAsksForNothing) {
  Stand stand;
  auto command = start();
  command.needs.clear();
  stand.command(command, 1s);
  stand.feed(*all_well(stand, react(stand.state).front()), 1s);
  EXPECT_EQ(stand.a().stage, AllocationStage::starting);
}

void expect_failed(Stand const& stand, AllocationStage stage, std::string const& reason) {
  EXPECT_EQ(stand.a().stage, AllocationStage::failed);
  auto const failed = reported<AllocationFailed>(stand.state);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].stage, stage);
  EXPECT_EQ(failed[0].reason, reason);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(stand.state).empty());
}

TEST(Stages, EachFailsByItsName) {
  using enum AllocationStage;
  auto const fail_in = [](AllocationStage stage, Input const& outcome) {
    Stand stand;
    stand.command(start(), 1s);
    stand.bring(stage, 1s);
    EXPECT_EQ(stand.feed(outcome, 2s).outcome, Outcome::done);
    return stand;
  };
  runner::Run const run{1};
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
  Stand stand;
  stand.command(start(), 1s);
  stand.bring(AllocationStage::readiness, 1s);
  std::uint32_t probes = 0;
  for (auto now = Duration{1s}; stand.a().stage == AllocationStage::readiness; now += 1s) {
    stand.feed(Elapsed{Timer::stages}, now);
    if (wanted<ProbeReadiness>(stand.state).empty()) continue;
    EXPECT_EQ(wanted<ProbeReadiness>(stand.state)[0].probe, ++probes);
    stand.feed(ReadinessProbed{a7, runner::Run{1}, 503, digest(3), 0}, now);
  }
  EXPECT_EQ(probes, 30U);
  expect_failed(stand, AllocationStage::readiness, "/ready answered 503 for 30s");
  // Its process is taken down.
  ASSERT_EQ(wanted<StopProcess>(stand.state).size(), 1U);
  stand.feed(ProcessStopped{a7, runner::Run{1}}, 40s);
  EXPECT_TRUE(wanted<StopProcess>(stand.state).empty());
}

TEST(Readiness, NoAnswerAtAllFailsToo) {
  Stand stand;
  stand.command(start(), 1s);
  stand.bring(AllocationStage::readiness, 1s);
  EXPECT_EQ(wanted<SetTimer>(stand.state).at(0).at, at(31s));
  EXPECT_EQ(stand.feed(Elapsed{Timer::stages}, 30s).outcome, Outcome::not_due);
  stand.feed(Elapsed{Timer::stages}, 31s);
  expect_failed(stand, AllocationStage::readiness, "no answer at /ready for 30s");
}

TEST(Commands, RepeatsAndLateOnesAreNamed) {
  auto stand = ready();
  EXPECT_EQ(stand.command(start(), 3s), Outcome::repeat);
  EXPECT_EQ(stand.command(start(7, 11), 3s), Outcome::older_attempt);
  EXPECT_EQ(stand.a().stage, AllocationStage::ready);
  EXPECT_EQ(stand.command(DrainAllocation{AllocationId{8}, at(9s)}, 3s),
            Outcome::unknown_allocation);
  EXPECT_EQ(stand.command(RestartAllocation{AllocationId{8}, OperationId{20}, Attempt{1}}, 3s),
            Outcome::unknown_allocation);
  EXPECT_EQ(stand.command(DrainAllocation{a7, at(9s)}, 3s), Outcome::done);
  EXPECT_EQ(stand.command(DrainAllocation{a7, at(9s)}, 3s), Outcome::repeat);
  EXPECT_EQ(stand.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s),
            Outcome::not_running);
}

TEST(Commands, ALaterAttemptBeginsANewRunAndOldOutcomesAreStale) {
  Stand stand;
  stand.command(start(), 1s);
  stand.feed(ArtifactPulled{a7, runner::Run{1}, std::nullopt, {}}, 1s);
  EXPECT_EQ(stand.command(start(7, 12, 2), 2s), Outcome::done);
  EXPECT_EQ(stand.feed(ArtifactPulled{a7, runner::Run{1}, digest(3), {}}, 2s).outcome,
            Outcome::stale_answer);
  EXPECT_EQ(wanted<PullArtifact>(stand.state).at(0).run, runner::Run{2});
}

TEST(Restart, InPlaceTakesTheProcessDownAndGoesOnAtBinding) {
  auto stand = ready();
  while (stand.answer_one(2s)) continue;
  EXPECT_TRUE(wanted<AnnounceEndpoint>(stand.state).empty());
  EXPECT_EQ(stand.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s), Outcome::done);
  EXPECT_EQ(stand.a().stage, AllocationStage::binding);
  EXPECT_FALSE(stand.a().evidence.has_value());
  ASSERT_EQ(wanted<AnnounceEndpoint>(stand.state).size(), 1U);
  EXPECT_EQ(wanted<AnnounceEndpoint>(stand.state)[0].endpoint.state, EndpointState::leaving);
  EXPECT_TRUE(wanted<ProbeBindings>(stand.state).empty());
  EXPECT_EQ(wanted<StopProcess>(stand.state).at(0).run, runner::Run{2});
  stand.feed(ProcessStopped{a7, runner::Run{2}}, 4s);
  EXPECT_EQ(wanted<ProbeBindings>(stand.state).size(), 1U);
  stand.bring(AllocationStage::ready, 5s);
  EXPECT_EQ(reported<AllocationReady>(stand.state).size(), 2U);
}

TEST(Restart, OfOneThatNeverGotItsArtifactPullsAgain) {
  Stand stand;
  stand.command(start(), 1s);
  stand.feed(ArtifactPulled{a7, runner::Run{1}, std::nullopt, {}}, 1s);
  stand.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 2s);
  EXPECT_EQ(stand.a().stage, AllocationStage::pulling);
}

TEST(Drain, EndsSessionsThenTheProcessThenReports) {
  auto stand = ready();
  EXPECT_EQ(stand.command(DrainAllocation{a7, at(60s)}, 3s), Outcome::done);
  EXPECT_EQ(wanted<AnnounceEndpoint>(stand.state).at(0).endpoint.state, EndpointState::leaving);
  ASSERT_EQ(wanted<DrainSessions>(stand.state).size(), 1U);
  EXPECT_TRUE(wanted<StopProcess>(stand.state).empty());
  stand.feed(SessionsEnded{a7, runner::Run{1}, 4, 1}, 5s);
  EXPECT_EQ(wanted<StopProcess>(stand.state).size(), 1U);
  EXPECT_TRUE(reported<AllocationStopped>(stand.state).empty());
  stand.feed(ProcessStopped{a7, runner::Run{1}}, 6s);
  EXPECT_EQ(stand.a().stage, AllocationStage::stopped);
  auto const stopped = reported<AllocationStopped>(stand.state);
  ASSERT_EQ(stopped.size(), 1U);
  EXPECT_EQ(stopped[0].resumed, 4U);
  EXPECT_EQ(stopped[0].fresh, 1U);
}

TEST(Drain, CutsAtItsDeadline) {
  auto stand = ready();
  stand.command(DrainAllocation{a7, at(10s)}, 3s);
  EXPECT_EQ(stand.feed(Elapsed{Timer::stages}, 9s).outcome, Outcome::not_due);
  EXPECT_TRUE(wanted<CutSessions>(stand.state).empty());
  stand.feed(Elapsed{Timer::stages}, 10s);
  EXPECT_EQ(wanted<CutSessions>(stand.state).size(), 1U);
  EXPECT_TRUE(wanted<DrainSessions>(stand.state).empty());
}

TEST(Drain, OfOneThatWasNeverReadyStopsAtOnce) {
  Stand stand;
  stand.command(start(), 1s);
  stand.command(DrainAllocation{a7, at(10s)}, 2s);
  EXPECT_EQ(stand.a().stage, AllocationStage::stopped);
  EXPECT_EQ(reported<AllocationStopped>(stand.state).size(), 1U);
}

Stand starting() {
  Stand stand;
  stand.command(start(), 1s);
  stand.bring(AllocationStage::starting, 2s);
  return stand;
}

TEST(Drain, OfOneWhoseProcessIsBeingStartedTakesItDownBeforeItSaysStopped) {
  auto stand = starting();
  stand.command(DrainAllocation{a7, at(10s)}, 3s);
  EXPECT_EQ(stand.a().stage, AllocationStage::draining);
  EXPECT_TRUE(reported<AllocationStopped>(stand.state).empty());
  // The start that is under way is waited for, by its own key.
  EXPECT_EQ(wanted<StartProcess>(stand.state).at(0).run, runner::Run{1});
  EXPECT_EQ(stand.feed(ProcessStarted{a7, runner::Run{1}, {}}, 4s).outcome, Outcome::done);
  ASSERT_EQ(wanted<StopProcess>(stand.state).size(), 1U);
  EXPECT_TRUE(reported<AllocationStopped>(stand.state).empty());
  stand.feed(ProcessStopped{a7, runner::Run{1}}, 5s);
  EXPECT_EQ(stand.a().stage, AllocationStage::stopped);
  EXPECT_EQ(reported<AllocationStopped>(stand.state).size(), 1U);
}

TEST(Drain, OfOneWhoseProcessWouldNotStartStopsThen) {
  auto stand = starting();
  stand.command(DrainAllocation{a7, at(10s)}, 3s);
  stand.feed(ProcessStarted{a7, runner::Run{1}, "exec format error"}, 4s);
  EXPECT_EQ(stand.a().stage, AllocationStage::stopped);
  EXPECT_TRUE(reported<AllocationFailed>(stand.state).empty());
}

TEST(Restart, OfOneWhoseProcessIsBeingStartedTakesItDownFirst) {
  auto stand = starting();
  stand.command(RestartAllocation{a7, OperationId{20}, Attempt{1}}, 3s);
  EXPECT_EQ(stand.a().run, runner::Run{2});
  EXPECT_TRUE(wanted<ProbeBindings>(stand.state).empty());
  EXPECT_EQ(wanted<StartProcess>(stand.state).at(0).run, runner::Run{1});
  stand.feed(ProcessStarted{a7, runner::Run{1}, {}}, 4s);
  ASSERT_EQ(wanted<StopProcess>(stand.state).size(), 1U);
  stand.feed(ProcessStopped{a7, runner::Run{2}}, 5s);
  stand.bring(AllocationStage::ready, 6s);
  EXPECT_EQ(stand.a().stage, AllocationStage::ready);
}

TEST(Crash, WhileALeftStartIsUnderWayAsksWhatRuns) {
  auto stand = starting();
  stand.command(DrainAllocation{a7, at(10s)}, 3s);
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 5s);
  EXPECT_EQ(wanted<AskProcesses>(stand.state).size(), 1U);
  stand.feed(ProcessesFound{{a7}}, 6s);
  EXPECT_EQ(wanted<StopProcess>(stand.state).size(), 1U);
}

TEST(Announcements, AreRenewedWhileReady) {
  auto stand = ready();
  auto const first = wanted<AnnounceEndpoint>(stand.state).at(0).endpoint;
  EXPECT_EQ(stand.feed(Announced{a7, first.number}, 2s).outcome, Outcome::done);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(stand.state).empty());
  stand.feed(Elapsed{Timer::renew}, 3s);
  auto const second = wanted<AnnounceEndpoint>(stand.state).at(0).endpoint;
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(stand.feed(Announced{a7, first.number}, 3s).outcome, Outcome::stale_answer);
}

TEST(Crash, AsksWhatStillRunsBeforeItSaysAnything) {
  auto stand = ready();
  stand.state = crashed(std::move(stand.state));
  EXPECT_TRUE(react(stand.state).empty());
  EXPECT_EQ(stand.command(start(8), 5s), Outcome::not_started);
  stand.feed(Started{}, 5s);
  EXPECT_EQ(wanted<AskProcesses>(stand.state).size(), 1U);
  EXPECT_TRUE(wanted<AnnounceEndpoint>(stand.state).empty());
  stand.feed(ProcessesFound{{a7}}, 6s);
  auto const endpoints = wanted<AnnounceEndpoint>(stand.state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.boot, Boot{2});
  EXPECT_EQ(endpoints[0].endpoint.probe_status, 200);
}

TEST(Crash, AProcessThatIsGoneHasFailed) {
  auto stand = ready();
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 5s);
  stand.feed(ProcessesFound{}, 6s);
  expect_failed(stand, AllocationStage::ready, "its process was gone when the runner came back");
}

TEST(Crash, WhileStartingAsksForTheSameRunAgain) {
  Stand stand;
  stand.command(start(), 1s);
  stand.bring(AllocationStage::starting, 1s);
  stand.state = crashed(std::move(stand.state));
  stand.feed(Started{}, 5s);
  stand.feed(ProcessesFound{{a7}}, 6s);
  EXPECT_EQ(wanted<StartProcess>(stand.state).at(0).run, runner::Run{1});
}

TEST(Standing, IsReadyAndAnnouncedWithoutAReport) {
  auto state = standing(HostId{2}, Boot{3}, at(0s));
  add_standing(state, start(), {200, digest(3), 5}, at(-60s));
  EXPECT_TRUE(state.journal.reports.empty());
  auto const endpoints = wanted<AnnounceEndpoint>(state);
  ASSERT_EQ(endpoints.size(), 1U);
  EXPECT_EQ(endpoints[0].endpoint.boot, Boot{3});
}

}  // namespace
}  // namespace studylab::runner
