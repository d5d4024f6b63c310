#include "edge/gate.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace studylab::edge {
namespace {

using namespace std::chrono_literals;

Instant after(Duration passed) { return Instant{std::chrono::hours{480'000}} + passed; }

constexpr OperationId op12{12};
constexpr WakeId wake12{op12, Attempt{1}};

GatePolicy usual() {
  GatePolicy policy;
  policy.budget = 60s;
  policy.safe = {100, 100'000, 30s};
  policy.idempotent = {10, 10'000, 5s};
  policy.release_per_second = 10;
  return policy;
}

Gate gate_of(GatePolicy const& policy = usual()) {
  return Gate{EnvironmentName{"shop/preview"}, policy};
}

Arrival some(std::uint32_t count, RequestClass request_class = RequestClass::safe,
             std::uint64_t bytes = 100) {
  return {request_class, count, bytes};
}

std::vector<Departure> leaving(Gate& gate, Duration passed) {
  std::vector<Departure> out;
  gate.advance(after(passed), out);
  return out;
}

std::uint32_t forwarded(std::vector<Departure> const& departures) {
  std::uint32_t count = 0;
  for (auto const& d : departures) count += d.refusal ? 0 : d.tickets.count;
  return count;
}

std::uint32_t refused_as(std::vector<Departure> const& departures, RequestError reason) {
  std::uint32_t count = 0;
  for (auto const& d : departures) {
    if (d.refusal && d.refusal->reason == reason) count += d.tickets.count;
  }
  return count;
}

TEST(Gate, ClassifiesRequests) {
  using enum RequestClass;
  EXPECT_EQ(class_of("GET", Upgrade::no, IdempotencyKey::absent), safe);
  EXPECT_EQ(class_of("HEAD", Upgrade::no, IdempotencyKey::absent), safe);
  EXPECT_EQ(class_of("OPTIONS", Upgrade::no, IdempotencyKey::present), safe);
  EXPECT_EQ(class_of("GET", Upgrade::yes, IdempotencyKey::absent), upgrade);
  EXPECT_EQ(class_of("POST", Upgrade::no, IdempotencyKey::absent), unsafe);
  EXPECT_EQ(class_of("DELETE", Upgrade::no, IdempotencyKey::present), idempotent);
  EXPECT_EQ(class_of("get", Upgrade::no, IdempotencyKey::absent), unsafe);
}

TEST(Gate, HoldsUpToItsBoundsAndRefusesTheRestAtOnce) {
  auto gate = gate_of();
  auto const many = gate.admit(some(10'000), after(0s));
  EXPECT_EQ(many.held.count, 100U);
  EXPECT_EQ(many.refused, 9'900U);
  EXPECT_EQ(many.reason, RequestError::gate_full);
  EXPECT_GT(gate.refusal(many.reason).retry_after, 0s);

  auto by_bytes = gate_of();
  EXPECT_EQ(by_bytes.admit(some(50, RequestClass::safe, 30'000), after(0s)).held.count, 3U);
  EXPECT_EQ(by_bytes.admit(some(50, RequestClass::safe, 200'000), after(0s)).held.count, 0U);
}

TEST(Gate, NeverHoldsUnsafeRequestsWithoutAContract) {
  auto gate = gate_of();
  for (auto const request_class : {RequestClass::unsafe, RequestClass::upgrade}) {
    auto const given = gate.admit(some(3, request_class), after(0s));
    EXPECT_EQ(given.held.count, 0U);
    EXPECT_EQ(given.refused, 3U);
    EXPECT_EQ(given.reason, RequestError::asleep);
  }
  EXPECT_EQ(gate.admit(some(20, RequestClass::idempotent), after(0s)).held.count, 10U);

  auto policy = usual();
  policy.idempotent = {};
  auto no_contract = gate_of(policy);
  auto const given = no_contract.admit(some(1, RequestClass::idempotent), after(0s));
  EXPECT_EQ(given.reason, RequestError::asleep);
}

TEST(Gate, AFullClassLeavesRoomForTheOthers) {
  auto gate = gate_of();
  gate.admit(some(1'000), after(0s));
  EXPECT_EQ(gate.admit(some(1, RequestClass::idempotent), after(0s)).held.count, 1U);
}

TEST(Gate, ThePolicyCannotExceedTheLimits) {
  GatePolicy endless;
  endless.budget = 24h;
  endless.safe = endless.idempotent = {4'000'000'000, ~std::uint64_t{0}, 24h};
  endless.release_per_second = 0;
  auto const policy = gate_of(endless).policy();
  EXPECT_EQ(policy.budget, max_wait);
  EXPECT_EQ(policy.safe.requests, max_waiting);
  EXPECT_EQ(policy.safe.bytes, max_waiting_bytes);
  EXPECT_EQ(policy.idempotent.time, max_unsafe_wait);
  EXPECT_EQ(policy.release_per_second, 1U);
}

TEST(Gate, AsksForAWakeOnce) {
  auto gate = gate_of();
  EXPECT_FALSE(gate.wants_wake());
  gate.admit(some(1, RequestClass::upgrade), after(0s));  // a refused one asks too
  EXPECT_TRUE(gate.wants_wake());
  gate.wake_asked();
  gate.admit(some(5), after(1s));
  gate.wake_started(wake12, after(60s));
  gate.admit(some(5), after(2s));
  EXPECT_FALSE(gate.wants_wake());
}

TEST(Gate, AsksAgainIfItHearsNothingOfAWakeWhoseTimeIsSpent) {
  auto gate = gate_of();
  gate.admit(some(1), after(0s));
  gate.wake_asked();
  leaving(gate, 61s);
  EXPECT_EQ(gate.admit(some(1), after(61s)).reason, RequestError::wake_expired);
  EXPECT_FALSE(gate.wants_wake());
  gate.admit(some(1), after(60s + wake_news_after));
  EXPECT_TRUE(gate.wants_wake());
}

TEST(Gate, EachClassWaitsNoLongerThanItsTime) {
  auto gate = gate_of();
  gate.admit(some(4), after(0s));
  gate.admit(some(3, RequestClass::idempotent), after(0s));
  EXPECT_EQ(gate.next_due(), after(5s));
  EXPECT_TRUE(leaving(gate, 5s - 1us).empty());
  EXPECT_EQ(refused_as(leaving(gate, 5s), RequestError::wake_expired), 3U);
  EXPECT_EQ(gate.next_due(), after(30s));
  EXPECT_EQ(refused_as(leaving(gate, 30s), RequestError::wake_expired), 4U);
  EXPECT_FALSE(gate.next_due().has_value());
}

TEST(Gate, NoneWaitsPastTheWakesDeadline) {
  auto gate = gate_of();
  gate.admit(some(1), after(0s));
  gate.wake_started(wake12, after(12s));
  gate.admit(some(1), after(10s));
  EXPECT_EQ(gate.next_due(), after(12s));
  auto const gone = leaving(gate, 12s);
  EXPECT_EQ(refused_as(gone, RequestError::wake_expired), 2U);
  EXPECT_EQ(gone[0].refusal->operation, op12);
  EXPECT_EQ(gate.admit(some(1), after(13s)).reason, RequestError::wake_expired);
}

TEST(Gate, AFailedWakeAnswersAllAndRefusesUntilAnotherOneStarts) {
  auto gate = gate_of();
  gate.admit(some(7), after(0s));
  gate.wake_started(wake12, after(60s));
  gate.wake_ended({OperationId{11}, Attempt{1}}, WakeOutcome::failed,
                  after(1s));  // an earlier wake: late news
  EXPECT_TRUE(leaving(gate, 1s).empty());
  gate.wake_ended(wake12, WakeOutcome::failed, after(2s));
  EXPECT_TRUE(gate.refuses_all());
  EXPECT_EQ(refused_as(leaving(gate, 2s), RequestError::wake_failed), 7U);
  auto const later = gate.admit(some(2), after(500s));
  EXPECT_EQ(later.reason, RequestError::wake_failed);
  EXPECT_EQ(gate.refusal(later.reason).operation, op12);
  EXPECT_FALSE(gate.wants_wake());
  gate.wake_started(wake12, after(600s));  // the message came twice
  EXPECT_TRUE(gate.refuses_all());
  gate.wake_started({op12, Attempt{4}}, after(600s));  // retried
  EXPECT_EQ(gate.admit(some(2), after(501s)).held.count, 2U);
}

TEST(Gate, ReleasesInTheOrderOfArrivalAtTheDeclaredRate) {
  auto gate = gate_of();
  gate.admit(some(2), after(0s));
  gate.admit(some(1, RequestClass::idempotent), after(1s));
  gate.admit(some(40), after(2s));
  gate.set_ready(Instant::max(), after(3s));
  std::vector<std::uint64_t> order;
  Instant last;
  std::uint32_t rounds = 0;
  while (auto const due = gate.next_due()) {
    std::vector<Departure> out;
    gate.advance(*due, out);
    ASSERT_LE(forwarded(out), 1U);
    for (auto const& d : out) order.push_back(d.tickets.first);
    ASSERT_LT(++rounds, 100U);
    last = *due;
  }
  ASSERT_EQ(order.size(), 43U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(last, after(3s + 42 * 100ms));
}

TEST(Gate, ALateCallDoesNotReleaseABurst) {
  auto gate = gate_of();
  gate.admit(some(100), after(0s));
  gate.set_ready(Instant::max(), after(1s));
  EXPECT_EQ(forwarded(leaving(gate, 20s)), 1U);
  EXPECT_EQ(forwarded(leaving(gate, 20s)), 0U);
}

TEST(Gate, ForwardsNothingUnlessTheAppIsReady) {
  auto gate = gate_of();
  gate.admit(some(10), after(0s));
  EXPECT_EQ(forwarded(leaving(gate, 1s)), 0U);
  gate.set_ready(after(1100ms), after(1s));
  EXPECT_EQ(forwarded(leaving(gate, 1s)), 1U);
  gate.set_ready(Instant::min(), after(1050ms));
  EXPECT_EQ(gate.wants_wake(), RequestClass::safe);  // nine still wait
  EXPECT_EQ(forwarded(leaving(gate, 2s)), 0U);
  EXPECT_EQ(refused_as(leaving(gate, 30s), RequestError::wake_expired), 9U);
}

TEST(Gate, AnAbandonedRequestLeavesNoTrace) {
  auto gate = gate_of();
  gate.admit(some(3), after(0s));
  EXPECT_TRUE(gate.abandon(2));
  EXPECT_FALSE(gate.abandon(2));
  EXPECT_FALSE(gate.abandon(4));
  EXPECT_EQ(gate.rows()[0].waiting, 2U);
  EXPECT_EQ(gate.rows()[0].bytes, 200U);
  gate.set_ready(Instant::max(), after(1s));
  auto const first = leaving(gate, 1s), second = leaving(gate, 2s);
  EXPECT_EQ(first.at(0).tickets.first, 1U);
  EXPECT_EQ(second.at(0).tickets.first, 3U);
}

TEST(Gate, ReportsTheFirstHoldAndTheFirstReachedBoundAtOnce) {
  auto gate = gate_of();
  gate.admit(some(1), after(0s));
  EXPECT_EQ(gate.crossing(), GateCrossing::first_hold);
  gate.reported();
  gate.admit(some(98), after(1s));
  EXPECT_EQ(gate.crossing(), GateCrossing::none);
  gate.admit(some(2), after(1s));
  EXPECT_EQ(gate.crossing(), GateCrossing::bound);
  gate.reported();
  gate.admit(some(2), after(1s));
  EXPECT_EQ(gate.crossing(), GateCrossing::none);
  EXPECT_EQ(gate.rows()[0].refused, 2U);
  EXPECT_EQ(gate.rows()[0].joined, 0U);
  EXPECT_EQ(gate.rows()[0].waiting, 100U);
  EXPECT_EQ(gate.rows()[0].oldest, after(0s));
}

TEST(Gate, ARefusalNamesTheOperation) {
  GateRefusal const refusal{RequestError::wake_failed, 30s, EnvironmentName{"shop/preview"}, op12};
  EXPECT_EQ(body_of(refusal),
            "shop/preview is asleep and it could not be started. Wake operation: op-12. "
            "Try again in 30 s.\n");
  auto const response = response_of(refusal);
  EXPECT_TRUE(response.starts_with("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\n"));
  EXPECT_TRUE(response.ends_with("\r\n\r\n" + body_of(refusal)));
  EXPECT_NE(response.find("Content-Length: 94\r\n"), std::string::npos);
}

}  // namespace
}  // namespace studylab::edge
