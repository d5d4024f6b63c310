#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "control/platform_testing.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;

constexpr EdgeId edge{2};

// What an edge reports about the snapshots that an operator ordered it to fetch and verify.
struct Snapshots : TestPlatform {
  Snapshots() {
    for (std::uint32_t n : {2U, 3U}) add(PartitionOpened{PartitionId{n}, BaselineEpoch{1}});
  }
  void fetched(std::uint32_t partition, std::uint64_t sequence) {
    SnapshotFetched fact;
    fact.edge = edge;
    fact.partition = PartitionId{partition};
    fact.sequence = RouteSequence{sequence};
    fact.origin = origin("edge-b");
    give(Report{make_fact(fact)});
  }
  void checked(std::uint32_t partition, std::uint64_t sequence, SnapshotVerdict verdict) {
    SnapshotChecked fact;
    fact.edge = edge;
    fact.partition = PartitionId{partition};
    fact.sequence = RouteSequence{sequence};
    fact.verdict = verdict;
    fact.origin = origin("edge-b");
    give(Report{make_fact(fact)});
  }
  void good(std::uint32_t partition, std::uint64_t sequence) {
    fetched(partition, sequence);
    checked(partition, sequence, SnapshotVerdict::good);
  }
  void live(std::uint32_t partition, std::uint64_t sequence) {
    EdgeResumed fact;
    fact.edge = edge;
    fact.partition = PartitionId{partition};
    fact.sequence = fact.delivered = RouteSequence{sequence};
    fact.origin = origin("edge-b");
    give(Report{make_fact(fact)});
  }
  Decision resume(std::uint64_t from) { return operate(Resume{"edge-b", RouteSequence{from}}); }
  std::optional<Refusal> refusal(std::uint64_t from) {
    auto const decision = resume(from);
    return decision ? std::nullopt : std::optional{decision.error()};
  }
  bool resuming() const { return state.edges.at(edge).resume.has_value(); }
};

TEST(Resume, IsAcceptedIfItFollowsAnyGoodSnapshot) {
  for (std::uint64_t const from : {4, 10}) {
    Snapshots p;
    p.good(1, 3);
    p.good(2, 9);
    EXPECT_EQ(p.refusal(from), std::nullopt) << from;
    EXPECT_TRUE(p.resuming());
  }
}

// A repair fetches another snapshot, so it is carried out; its plan states what the latest one was.
TEST(RepairPropagation, ItsPlanStatesTheVerdictOnTheLatestSnapshot) {
  for (auto const verdict : {SnapshotVerdict::stale, SnapshotVerdict::forged}) {
    Snapshots p;
    p.fetched(1, 3);
    p.checked(1, 3, verdict);
    auto const planned = plan(p.state, TestPlatform::command_of(RepairPropagation{"edge-b"}));
    EXPECT_FALSE(planned.refusal);
    bool const states = std::ranges::any_of(planned.lines, [&](PlanLine const& line) {
      return line.what == "snapshot" && line.value.find(to_text(verdict)) != std::string::npos;
    });
    EXPECT_TRUE(states);
    EXPECT_TRUE(p.operate(RepairPropagation{"edge-b"}));
  }
}

TEST(Resume, ARefusalListsEveryAcceptedSequence) {
  Snapshots p;
  p.good(1, 3);
  p.good(2, 9);
  auto const refusal = p.refusal(11).value();
  EXPECT_EQ(refusal.code, RefusalCode::sequence_gap);
  EXPECT_EQ(refusal.why, "verified snapshots end at 3 of partition-1, 9 of partition-2");
  EXPECT_EQ(
      refusal.right,
      "`resume edge-b --from 4` for partition-1 or `resume edge-b --from 10` for partition-2");
  Snapshots one;
  one.good(2, 9);
  EXPECT_EQ(one.refusal(9)->why, "the verified snapshot ends at 9 of partition-2");
  EXPECT_EQ(one.refusal(9)->right, "`resume edge-b --from 10` for partition-2");
}

// It leaves out no event: a mistake, and not the prohibited command.
TEST(Resume, AtOrBelowTheSnapshotsOwnSequenceIsNotYet) {
  Snapshots p;
  p.good(2, 9);
  for (std::uint64_t const from : {1U, 8U, 9U}) {
    EXPECT_EQ(p.refusal(from)->code, RefusalCode::already_applied) << from;
  }
  EXPECT_EQ(row_of(RefusalCode::already_applied).kind, RefusalKind::not_yet);
  EXPECT_EQ(p.refusal(11)->code, RefusalCode::sequence_gap);
}

TEST(Resume, ABadSnapshotDoesNotBlockAGoodOne) {
  for (auto const verdict : {SnapshotVerdict::unverified, SnapshotVerdict::forged}) {
    Snapshots p;
    p.fetched(1, 3);
    if (verdict != SnapshotVerdict::unverified) p.checked(1, 3, verdict);
    p.good(2, 9);
    auto const named = p.refusal(4).value();
    EXPECT_EQ(named.code, refusal_of(verdict));
    EXPECT_EQ(named.why, fmt::format("the snapshot of partition-1 is {}", to_text(verdict)));
    EXPECT_EQ(p.refusal(12)->code, RefusalCode::sequence_gap);
    EXPECT_EQ(p.refusal(10), std::nullopt);
  }
}

TEST(Resume, IsRefusedWithTheVerdictIfNoSnapshotIsGood) {
  Snapshots p;
  EXPECT_EQ(p.refusal(4)->code, RefusalCode::snapshot_missing);
  p.fetched(1, 3);
  EXPECT_EQ(p.refusal(4)->code, RefusalCode::snapshot_missing);
  EXPECT_EQ(p.refusal(7)->right, "`verify edge-b`");
  p.checked(1, 3, SnapshotVerdict::stale);
  EXPECT_EQ(p.refusal(4)->code, RefusalCode::snapshot_stale);
  EXPECT_EQ(p.refusal(7)->right, "`snapshot edge-b` again");
}

TEST(Resume, StaysOrderedUntilEveryPartitionIsLive) {
  Snapshots p;
  p.good(1, 3);
  p.good(2, 3);
  p.good(3, 9);
  ASSERT_EQ(p.refusal(4), std::nullopt);
  p.live(3, 9);  // through another repair
  EXPECT_TRUE(p.resuming());
  p.live(1, 3);
  EXPECT_TRUE(p.resuming());
  p.live(2, 3);
  EXPECT_FALSE(p.resuming());
}

// Otherwise the incident could never be closed.
TEST(Resume, EndsWhenItsSnapshotIsReplaced) {
  Snapshots stale;
  stale.good(1, 3);
  ASSERT_EQ(stale.refusal(4), std::nullopt);
  stale.checked(1, 3, SnapshotVerdict::stale);
  EXPECT_FALSE(stale.resuming());
  Snapshots replaced;
  replaced.good(1, 3);
  ASSERT_EQ(replaced.refusal(4), std::nullopt);
  replaced.fetched(1, 5);
  EXPECT_FALSE(replaced.resuming());
}

TEST(Plan, OfAResumeListsEachSnapshotAndRefusesAsTheCommandWould) {
  Snapshots p;
  p.good(1, 3);
  p.fetched(2, 9);
  p.checked(2, 9, SnapshotVerdict::stale);
  auto const plan_from = [&](std::uint64_t from) {
    return control::plan(p.state, TestPlatform::command_of(Resume{"edge-b", RouteSequence{from}}));
  };
  auto const right = plan_from(4);
  EXPECT_FALSE(right.refusal.has_value());
  ASSERT_EQ(right.lines.size(), 2);
  EXPECT_NE(right.lines[0].value.find("at 3: good; next is 4"), std::string::npos);
  EXPECT_NE(right.lines[1].value.find("at 9: snapshot_stale; next is 10"), std::string::npos);
  for (auto const& line : right.lines) EXPECT_TRUE(line.entry);
  for (std::uint64_t const from : {10U, 12U}) {
    auto const wrong = plan_from(from);
    ASSERT_TRUE(wrong.refusal.has_value()) << from;
    EXPECT_EQ(wrong.refusal->code, p.refusal(from)->code);
  }
  EXPECT_TRUE(control::plan(p.state, TestPlatform::command_of(Resume{"edge-z", RouteSequence{4}}))
                  .lines.empty());
}

}  // namespace
}  // namespace studylab::control
