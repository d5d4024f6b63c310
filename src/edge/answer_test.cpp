#include "edge/answer.h"

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

constexpr GapPolicy last_verified_for_a_minute{GapMode::last_verified, 60s};

RequestHead get(std::string_view host) { return {host, {}}; }

Refuse refusal(Answer const& answer) {
  auto const* refuse = std::get_if<Refuse>(&answer.what);
  return refuse ? *refuse : Refuse{0, {}, RequestError::none};
}

ReleaseId served_by(Answer const& answer) {
  auto const* forward = std::get_if<Forward>(&answer.what);
  return forward ? forward->release : ReleaseId{};
}

TEST(Answer, ForwardsToTheOwnersEndpoints) {
  TestEdge edge_under_test;
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(12, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(13, 2)}, 1s);
  auto const given = answer(edge_under_test.state, get("shop.example"), at(2s));
  auto const forward = std::get<Forward>(given.what);
  EXPECT_EQ(forward.release, ReleaseId{1});
  ASSERT_EQ(forward.candidates.size(), 2U);
  EXPECT_EQ(forward.candidates[0].allocation, AllocationId{11});
  EXPECT_EQ(forward.candidates[1].allocation, AllocationId{12});
  EXPECT_EQ(given.holds_until, Instant::max());
}

TEST(Answer, UsesTheSessionsAllocationOnlyIfItBelongsToTheOwner) {
  TestEdge edge_under_test;
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(12, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(13, 2)}, 1s);
  auto const pinned = [&](std::uint32_t session) {
    RequestHead const head{"shop.example", AllocationId{session}};
    return std::get<Forward>(answer(edge_under_test.state, head, at(2s)).what).session;
  };
  EXPECT_EQ(pinned(12), AllocationId{12});
  EXPECT_EQ(pinned(13), AllocationId{});
}

TEST(Answer, FollowsTheOwnerAtTheAppliedSequence) {
  TestEdge edge_under_test;
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(12, 2)}, 1s);
  auto const before = edge_under_test.state.version;
  ASSERT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 2)), Outcome::applied);
  EXPECT_EQ(served_by(answer(edge_under_test.state, get("shop.example"), at(2s))), ReleaseId{2});
  EXPECT_NE(edge_under_test.state.version, before);
}

TEST(Answer, AnOwnerWithoutAnEndpointIs503EvenIfAnotherReleaseIsReady) {
  TestEdge edge_under_test;
  edge_under_test.feed(EndpointArrived{endpoint(13, 2)}, 1s);
  auto const refuse = refusal(answer(edge_under_test.state, get("shop.example"), at(2s)));
  EXPECT_EQ(refuse.status, 503);
  EXPECT_EQ(refuse.reason, RequestError::no_endpoint);
  EXPECT_GT(refuse.retry_after, 0s);
}

TEST(Answer, AnUnknownHostIs404) {
  TestEdge edge_under_test;
  EXPECT_EQ(refusal(answer(edge_under_test.state, get("unknown.example"), at(2s))).status, 404);
}

TEST(Answer, FailsClosedInAGapWithoutAffectingOtherPartitions) {
  TestEdge edge_under_test;
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(17, 7)}, 1s);
  edge_under_test.shop.move("shop.example", 2);
  ASSERT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3)),
            Outcome::missing_event);
  EXPECT_EQ(refusal(answer(edge_under_test.state, get("shop.example"), at(2s))).reason,
            RequestError::edge_gap);
  EXPECT_EQ(served_by(answer(edge_under_test.state, get("mail.example"), at(2s))), ReleaseId{7});
}

TEST(Answer, ServesTheLastVerifiedOwnerUpToTheMaximumAge) {
  TestEdge edge_under_test{last_verified_for_a_minute};
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  edge_under_test.shop.move("shop.example", 2);
  ASSERT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3), 1s),
            Outcome::missing_event);
  auto const young = answer(edge_under_test.state, get("shop.example"), at(60s));
  EXPECT_EQ(served_by(young), ReleaseId{1});
  EXPECT_EQ(young.holds_until, at(61s));
  EXPECT_EQ(refusal(answer(edge_under_test.state, get("shop.example"), at(61s))).reason,
            RequestError::edge_gap);
}

TEST(Answer, TheLastVerifiedOwnerNeverComesFromAManualEdit) {
  TestEdge edge_under_test{last_verified_for_a_minute};
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  edge_under_test.feed(EndpointArrived{endpoint(13, 9)}, 1s);
  corrupt_table_for_testing(edge_under_test.state, RouteKey{"shop.example"}, ReleaseId{9});
  EXPECT_EQ(served_by(answer(edge_under_test.state, get("shop.example"), at(2s))), ReleaseId{9});
  edge_under_test.feed(Elapsed{Timer::audit}, 10s);
  EXPECT_EQ(served_by(answer(edge_under_test.state, get("shop.example"), at(11s))), ReleaseId{1});
}

TEST(Answer, ATightenedPolicyApplies) {
  TestEdge edge_under_test{last_verified_for_a_minute};
  edge_under_test.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  ApplyGapPolicy const tighten{EnvironmentName{"shop.example/production"}, RouteKey{"shop.example"},
                               GapPolicy{}, EntryId{40}};
  EXPECT_EQ(edge_under_test.feed(Commanded{tighten}, 1s).outcome, Outcome::done);
  auto const applied = reported<GapPolicyApplied>(edge_under_test.state);
  ASSERT_EQ(applied.size(), 1U);
  EXPECT_EQ(applied[0].ordered_by, tighten.ordered_by);
  edge_under_test.shop.move("shop.example", 2);
  ASSERT_EQ(edge_under_test.arrive(edge_under_test.shop.move("shop.example", 3), 2s),
            Outcome::missing_event);
  EXPECT_EQ(refusal(answer(edge_under_test.state, get("shop.example"), at(3s))).reason,
            RequestError::edge_gap);

  auto later = tighten;
  later.policy = last_verified_for_a_minute;
  later.ordered_by = EntryId{39};
  EXPECT_EQ(edge_under_test.feed(Commanded{later}, 3s).outcome, Outcome::older_order);
  EXPECT_EQ(edge_under_test.feed(Commanded{tighten}, 3s).outcome, Outcome::repeat);
}

}  // namespace
}  // namespace studylab::edge
