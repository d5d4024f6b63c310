#include "edge/answer.h"

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

constexpr GapPolicy last_verified_for_a_minute{GapMode::last_verified, 60s};

RequestHead get(std::string_view host) { return {host, RequestClass::safe, {}}; }

Refuse refusal(Answer const& answer) {
  auto const* refuse = std::get_if<Refuse>(&answer.what);
  return refuse ? *refuse : Refuse{0, {}, RequestError::none};
}

ReleaseId served_by(Answer const& answer) {
  auto const* forward = std::get_if<Forward>(&answer.what);
  return forward ? forward->release : ReleaseId{};
}

TEST(Answer, ForwardsToTheOwnersEndpoints) {
  Stand stand;
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(12, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(13, 2)}, 1s);
  auto const given = answer(stand.state, get("shop.example"), at(2s));
  auto const forward = std::get<Forward>(given.what);
  EXPECT_EQ(forward.release, ReleaseId{1});
  ASSERT_EQ(forward.candidates.size(), 2U);
  EXPECT_EQ(forward.candidates[0].allocation, AllocationId{11});
  EXPECT_EQ(forward.candidates[1].allocation, AllocationId{12});
  EXPECT_EQ(given.holds_until, Instant::max());
}

TEST(Answer, TakesTheSessionsAllocationAmongThoseOfTheOwnerOnly) {
  Stand stand;
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(12, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(13, 2)}, 1s);
  auto const pinned = [&](std::uint32_t session) {
    RequestHead const head{"shop.example", RequestClass::safe, AllocationId{session}};
    return std::get<Forward>(answer(stand.state, head, at(2s)).what).session;
  };
  EXPECT_EQ(pinned(12), AllocationId{12});
  EXPECT_EQ(pinned(13), AllocationId{});
}

TEST(Answer, FollowsTheOwnerAtTheAppliedSequence) {
  Stand stand;
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(12, 2)}, 1s);
  auto const before = stand.state.version;
  ASSERT_EQ(stand.arrive(stand.shop.move("shop.example", 2)), Outcome::applied);
  EXPECT_EQ(served_by(answer(stand.state, get("shop.example"), at(2s))), ReleaseId{2});
  EXPECT_NE(stand.state.version, before);
}

TEST(Answer, OwnerWithoutEndpointIs503WhateverElseIsReady) {
  Stand stand;
  stand.feed(EndpointArrived{endpoint(13, 2)}, 1s);
  auto const refuse = refusal(answer(stand.state, get("shop.example"), at(2s)));
  EXPECT_EQ(refuse.status, 503);
  EXPECT_EQ(refuse.reason, RequestError::no_endpoint);
  EXPECT_GT(refuse.retry_after, 0s);
}

TEST(Answer, AnUnknownHostIs404) {
  Stand stand;
  EXPECT_EQ(refusal(answer(stand.state, get("nobody.example"), at(2s))).status, 404);
}

TEST(Answer, FailsClosedInAGapAndLeavesOtherPartitionsAlone) {
  Stand stand;
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(17, 7)}, 1s);
  stand.shop.move("shop.example", 2);
  ASSERT_EQ(stand.arrive(stand.shop.move("shop.example", 3)), Outcome::missing_event);
  EXPECT_EQ(refusal(answer(stand.state, get("shop.example"), at(2s))).reason,
            RequestError::edge_gap);
  EXPECT_EQ(served_by(answer(stand.state, get("mail.example"), at(2s))), ReleaseId{7});
}

TEST(Answer, ServesTheLastVerifiedOwnerUpToTheGreatestAge) {
  Stand stand{last_verified_for_a_minute};
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  stand.shop.move("shop.example", 2);
  ASSERT_EQ(stand.arrive(stand.shop.move("shop.example", 3), 1s), Outcome::missing_event);
  auto const young = answer(stand.state, get("shop.example"), at(60s));
  EXPECT_EQ(served_by(young), ReleaseId{1});
  EXPECT_EQ(young.holds_until, at(61s));
  EXPECT_EQ(refusal(answer(stand.state, get("shop.example"), at(61s))).reason,
            RequestError::edge_gap);
}

TEST(Answer, TheLastVerifiedOwnerIsNeverTheOneAHandPutThere) {
  Stand stand{last_verified_for_a_minute};
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  stand.feed(EndpointArrived{endpoint(13, 9)}, 1s);
  hand_edit(stand.state, RouteKey{"shop.example"}, ReleaseId{9});
  EXPECT_EQ(served_by(answer(stand.state, get("shop.example"), at(2s))), ReleaseId{9});
  stand.feed(Elapsed{Timer::audit}, 10s);
  EXPECT_EQ(served_by(answer(stand.state, get("shop.example"), at(11s))), ReleaseId{1});
}

TEST(Answer, ATightenedPolicyHolds) {
  Stand stand{last_verified_for_a_minute};
  stand.feed(EndpointArrived{endpoint(11, 1)}, 1s);
  ApplyGapPolicy const tighten{EnvironmentName{"shop.example/production"}, RouteKey{"shop.example"},
                               GapPolicy{}, EntryId{40}};
  EXPECT_EQ(stand.feed(Commanded{tighten}, 1s).outcome, Outcome::done);
  stand.shop.move("shop.example", 2);
  ASSERT_EQ(stand.arrive(stand.shop.move("shop.example", 3), 2s), Outcome::missing_event);
  EXPECT_EQ(refusal(answer(stand.state, get("shop.example"), at(3s))).reason,
            RequestError::edge_gap);

  auto later = tighten;
  later.policy = last_verified_for_a_minute;
  later.ordered_by = EntryId{39};
  EXPECT_EQ(stand.feed(Commanded{later}, 3s).outcome, Outcome::older_order);
  EXPECT_EQ(stand.feed(Commanded{tighten}, 3s).outcome, Outcome::repeat);
}

TEST(RequestClass, ByMethodUpgradeAndContract) {
  using enum RequestClass;
  EXPECT_EQ(request_class("GET", Upgrade::no, IdempotencyContract::none), safe);
  EXPECT_EQ(request_class("GET", Upgrade::yes, IdempotencyContract::none), upgrade);
  EXPECT_EQ(request_class("POST", Upgrade::no, IdempotencyContract::none), unsafe_without);
  EXPECT_EQ(request_class("POST", Upgrade::no, IdempotencyContract::declared),
            unsafe_with_contract);
}

TEST(Endpoints, TheLastReportWinsByBootAndNumber) {
  Endpoints endpoints;
  using enum EndpointOutcome;
  EXPECT_EQ(endpoints.take(endpoint(11, 1, 2), at(0s)), taken);
  EXPECT_EQ(endpoints.take(endpoint(11, 1, 1, EndpointState::leaving), at(0s)), duplicate);
  EXPECT_EQ(endpoints.of(ReleaseId{1}).size(), 1U);
  EXPECT_EQ(endpoints.take(endpoint(11, 1, 3), at(1s)), renewed);
  EXPECT_EQ(endpoints.take(endpoint(11, 1, 4, EndpointState::leaving), at(1s)), taken);
  EXPECT_TRUE(endpoints.of(ReleaseId{1}).empty());
}

TEST(Endpoints, AreTakenOnAPassingProbeOnly) {
  Endpoints endpoints;
  for (std::uint16_t const status : {0, 199, 300, 404, 503}) {
    EXPECT_EQ(endpoints.take(endpoint(11, 1, 1, EndpointState::ready, status), at(0s)),
              EndpointOutcome::not_ready);
  }
  EXPECT_TRUE(endpoints.of(ReleaseId{1}).empty());
}

TEST(Endpoints, AreGoneUnrenewedOrAbsentAndComeBack) {
  Endpoints endpoints;
  endpoints.take(endpoint(11, 1, 1), at(0s));
  endpoints.take(endpoint(12, 1, 1), at(0s));
  endpoints.take(endpoint(12, 1, 2), at(3s));
  EXPECT_EQ(endpoints.next_expiry(), at(5s));
  EXPECT_EQ(endpoints.expire(at(5s)), 1U);
  EXPECT_EQ(endpoints.of(ReleaseId{1}).size(), 1U);
  EXPECT_TRUE(endpoints.absent(AllocationId{12}));
  EXPECT_FALSE(endpoints.absent(AllocationId{12}));
  EXPECT_TRUE(endpoints.of(ReleaseId{1}).empty());
  EXPECT_EQ(endpoints.take(endpoint(11, 1, 2), at(6s)), EndpointOutcome::taken);
  EXPECT_EQ(endpoints.of(ReleaseId{1}).size(), 1U);
}

}  // namespace
}  // namespace studylab::edge
