#include "provider/provider_watch.h"

#include <gtest/gtest.h>

namespace studylab::provider {
namespace {

using namespace std::chrono_literals;

ProviderName const pg{"pg"};
BindingName const db{"shop-db"};

Instant instant(Duration after) { return Instant{std::chrono::hours{480'000}} + after; }

ProviderState after(std::vector<ProbeOutcome> const& outcomes) {
  ProviderHistory history;
  Instant when = instant(0s);
  for (auto const outcome : outcomes) judge(history, outcome, 10ms, when += probe_interval);
  return history.probe.state;
}

using enum ProbeOutcome;

TEST(ProviderHysteresis, TheFirstProbeDecides) {
  EXPECT_EQ(after({}), ProviderState::unknown);
  EXPECT_EQ(after({answered}), ProviderState::healthy);
  EXPECT_EQ(after({slow}), ProviderState::degraded);
  EXPECT_EQ(after({failed}), ProviderState::down);
}

TEST(ProviderHysteresis, OneBadProbeChangesNothing) {
  EXPECT_EQ(after({answered, failed}), ProviderState::healthy);
  EXPECT_EQ(after({answered, failed, answered, failed}), ProviderState::healthy);
  EXPECT_EQ(after({answered, slow}), ProviderState::healthy);
}

TEST(ProviderHysteresis, ABrownoutSlowsDownBeforeItFails) {
  EXPECT_EQ(after({answered, slow, slow}), ProviderState::degraded);
  EXPECT_EQ(after({answered, slow, failed}), ProviderState::degraded);
  EXPECT_EQ(after({answered, slow, slow, failed, rejected}), ProviderState::down);
}

TEST(ProviderHysteresis, RecoversOnlyAfterThreeGoodProbes) {
  EXPECT_EQ(after({failed, failed, answered, answered}), ProviderState::down);
  EXPECT_EQ(after({failed, failed, answered, answered, answered}), ProviderState::healthy);
  EXPECT_EQ(after({failed, failed, slow, slow}), ProviderState::degraded);
  EXPECT_EQ(after({slow, answered, answered, answered}), ProviderState::healthy);
}

BindingCount count(std::uint64_t failed, std::uint64_t rejected = 0) {
  return {db, pg, 100, failed, 0, rejected, SecretState::present, instant(0s)};
}

struct Watching {
  ProviderWatch watch;
  Instant now = instant(3s);

  Watching() { begin(watch, {{pg, 200ms}}, now); }
  ProviderReports round(ProbeOutcome outcome, BindingCount counted, Duration latency = 10ms,
                        std::vector<RegionProof> proofs = {}) {
    now = watch.round.until;
    elapsed(watch, now);
    return take(watch, {watch.round.round, {{pg, outcome, latency}}, {counted}, std::move(proofs)});
  }
};

TEST(ProviderWatch, ReportsFirstThenAtItsInterval) {
  Watching w;
  EXPECT_EQ(w.watch.round.until, instant(10s));
  ASSERT_EQ(w.round(answered, count(0)).probes.size(), 1U);
  EXPECT_TRUE(w.round(answered, count(0)).probes.empty());
  auto const reports = w.round(answered, count(0));
  ASSERT_EQ(reports.probes.size(), 1U);
  EXPECT_EQ(reports.probes[0].from, instant(10s));
  EXPECT_EQ(reports.probes[0].until, instant(30s));
  EXPECT_EQ(reports.probes[0].bindings.at(0).calls, 200U);
}

TEST(ProviderWatch, ReportsAtOnceWhenABindingBeginsToFail) {
  Watching w;
  w.round(answered, count(0));
  w.round(answered, count(0));
  auto const reports = w.round(answered, count(60));
  ASSERT_EQ(reports.probes.size(), 2U) << "what came before is counted apart";
  EXPECT_EQ(reports.probes[0].bindings.at(0).failed, 0U);
  EXPECT_EQ(reports.probes[1].bindings.at(0).failed, 60U);
  EXPECT_EQ(w.round(answered, count(100, 100)).probes.size(), 1U) << "now every call is rejected";
  EXPECT_TRUE(w.round(answered, count(100, 100)).probes.empty());
}

TEST(ProviderWatch, ALateAnswerIsSlow) {
  Watching w;
  w.round(answered, count(0));
  w.round(answered, count(0), 201ms);
  auto const reports = w.round(answered, count(0), 300ms);
  ASSERT_EQ(reports.probes.size(), 1U);
  EXPECT_EQ(reports.probes[0].providers.at(0).state, ProviderState::degraded);
  EXPECT_EQ(reports.probes[0].providers.at(0).last, slow);
}

TEST(ProviderWatch, AMissingAnswerIsAFailure) {
  Watching w;
  elapsed(w.watch, w.watch.round.until);
  auto const reports = take(w.watch, {1, {}, {}, {}});
  ASSERT_EQ(reports.probes.size(), 1U);
  EXPECT_EQ(reports.probes[0].providers.at(0).state, ProviderState::down);
}

TEST(ProviderWatch, IgnoresARoundThatIsOver) {
  Watching w;
  w.round(answered, count(0));
  EXPECT_TRUE(take(w.watch, {1, {{pg, failed, {}}}, {count(0)}, {}}).probes.empty());
}

TEST(ProviderWatch, ReportsProofsWithTheirAgeAndWhenOneChanges) {
  Watching w;
  RegionProof proof{DatabaseName{"d"}, RegionName{"north"}, ProofKind::lag,
                    Proven::yes,       instant(10s),        2s,
                    "2 s behind"};
  EXPECT_TRUE(w.round(answered, count(0), 10ms, {proof}).regions);
  EXPECT_FALSE(w.round(answered, count(0), 10ms, {proof}).regions);
  proof.proven = Proven::no;
  EXPECT_TRUE(w.round(answered, count(0), 10ms, {proof}).regions);
}

}  // namespace
}  // namespace studylab::provider
