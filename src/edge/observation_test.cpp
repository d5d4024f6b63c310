#include "edge/observation.h"

#include <gtest/gtest.h>

#include "edge/edge_testing.h"

namespace studylab::edge {
namespace {

using namespace testing;

RowKey row(std::string const& route, std::uint16_t status,
           RequestError error = RequestError::none) {
  return {RouteKey{route}, ReleaseId{1}, status, error, {}, {}};
}

TEST(Observation, IntervalsEndAtWholeTenSeconds) {
  EXPECT_EQ(interval_end(at(0s)), at(10s));
  EXPECT_EQ(interval_end(at(9'999'999us)), at(10s));
  EXPECT_EQ(interval_end(at(10s)), at(20s));
}

TEST(Observation, RowsAreSummedAndReturnedAscending) {
  Observation observation{at(0s)};
  auto const ok = observation.row(row("shop.example", 200));
  observation.add(ok, 30, 12);
  observation.add(ok, 5, 12);
  observation.observe(row("mail.example", 200), 4, 9);
  observation.observe(row("shop.example", 500, RequestError::status), 2, 12);
  auto const report = observation.close(at(10s), Crossing::no);
  ASSERT_EQ(report.rows.size(), 3U);
  EXPECT_EQ(report.rows[0].route, RouteKey{"mail.example"});
  EXPECT_EQ(report.rows[0].users, 4U);
  EXPECT_EQ(report.rows[1].status, 200);
  EXPECT_EQ(report.rows[1].requests, 35U);
  EXPECT_EQ(report.rows[1].users, 12U);
  EXPECT_EQ(report.rows[2].status, 500);
  EXPECT_EQ(report.from, at(0s));
  EXPECT_EQ(report.until, at(10s));

  // Handles stay valid; rows without requests are not reported.
  observation.add(ok, 1, 12);
  auto const next = observation.close(at(20s), Crossing::no);
  ASSERT_EQ(next.rows.size(), 1U);
  EXPECT_EQ(next.rows[0].requests, 1U);
  EXPECT_EQ(next.from, at(10s));
}

TEST(Observation, OverTheThresholdNeedsFiveErrors) {
  Observation observation{at(0s)};
  RouteKey const shop{"shop.example"};
  observation.observe(row("shop.example", 503, RequestError::no_endpoint), 4, 4);
  EXPECT_FALSE(observation.over(shop, Permille{50}));
  observation.observe(row("shop.example", 503, RequestError::no_endpoint), 1, 4);
  EXPECT_TRUE(observation.over(shop, Permille{50}));
  observation.observe(row("shop.example", 200), 95, 40);
  EXPECT_FALSE(observation.over(shop, Permille{50}));
  EXPECT_FALSE(observation.over(RouteKey{"mail.example"}, Permille{50}));
}

TEST(Observation, TheNumberOfRowsIsLimited) {
  Observation observation{at(0s)};
  for (std::uint32_t n = 0; n < max_rows + 100; ++n) {
    auto key = row("shop.example", 500, RequestError::status);
    key.code = "E" + std::to_string(n);
    observation.observe(key, 1, 1);
  }
  auto const report = observation.close(at(10s), Crossing::no);
  EXPECT_EQ(report.rows.size(), max_rows + 1);
  EXPECT_EQ(report.rows.front().code, "");
  EXPECT_EQ(report.rows.front().requests, 100U);
}

void fail(TestEdge& edge_under_test, std::uint32_t requests) {
  edge_under_test.state.memory.observation.observe(row("shop.example", 500, RequestError::status),
                                                   requests, 50);
}

TEST(Crossing, IsReportedOncePerRise) {
  TestEdge edge_under_test;
  EXPECT_EQ(edge_under_test.feed(CrossingSeen{}, 1s).outcome, Outcome::not_over);
  fail(edge_under_test, 6);
  ASSERT_TRUE(crosses(edge_under_test.state));
  EXPECT_EQ(edge_under_test.feed(CrossingSeen{}, 2s).outcome, Outcome::done);
  EXPECT_FALSE(crosses(edge_under_test.state));
  fail(edge_under_test, 60);
  EXPECT_FALSE(crosses(edge_under_test.state));

  // An interval that ends over the threshold keeps the mark; one that ends below it clears the
  // mark.
  edge_under_test.feed(Elapsed{Timer::interval}, 10s);
  fail(edge_under_test, 60);
  EXPECT_FALSE(crosses(edge_under_test.state));
  edge_under_test.feed(Elapsed{Timer::interval}, 20s);
  edge_under_test.feed(Elapsed{Timer::interval}, 30s);
  fail(edge_under_test, 60);
  EXPECT_TRUE(crosses(edge_under_test.state));

  auto const reports = reported<RequestsObserved>(edge_under_test.state);
  ASSERT_EQ(reports.size(), 4U);
  EXPECT_EQ(reports[0].crossing, Crossing::yes);
  EXPECT_EQ(reports[0].until, at(2s));
  EXPECT_EQ(reports[1].from, at(2s));
  EXPECT_EQ(reports[1].until, at(10s));
  EXPECT_EQ(reports[1].rows.at(0).requests, 60U);
  EXPECT_EQ(reports[0].origin.process, "edge-b");
  EXPECT_EQ(reports[0].origin.boot, Boot{4});
  EXPECT_EQ(reports[1].origin.number, ReportNumber{2});
}

TEST(Crossing, DeclinedCountsStayInTheInterval) {
  TestEdge edge_under_test;
  fail(edge_under_test, 6);
  edge_under_test.feed(CrossingSeen{}, 2s);
  EXPECT_EQ(edge_under_test.feed(CrossingDeclined{Boot{4}, ReportNumber{1}}, 2s).outcome,
            Outcome::done);
  EXPECT_FALSE(crosses(edge_under_test.state));
  fail(edge_under_test, 3);
  edge_under_test.feed(Elapsed{Timer::interval}, 10s);
  auto const reports = reported<RequestsObserved>(edge_under_test.state);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].crossing, Crossing::no);
  EXPECT_EQ(reports[0].rows.at(0).requests, 9U);
  EXPECT_EQ(reports[0].from, at(0s));
}

TEST(Interval, AcknowledgesRouteEventsAndWaitsForItsTime) {
  TestEdge edge_under_test;
  EXPECT_EQ(edge_under_test.feed(Elapsed{Timer::interval}, 9s).outcome, Outcome::stale_answer);
  edge_under_test.arrive(edge_under_test.shop.move("shop.example", 2), 9s);
  edge_under_test.feed(Elapsed{Timer::interval}, 10s);
  auto const reports = reported<RequestsObserved>(edge_under_test.state);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_TRUE(reports[0].rows.empty());
  ASSERT_EQ(reports[0].applied.size(), 2U);
  EXPECT_EQ(reports[0].applied[0].partition, p3);
  EXPECT_EQ(reports[0].applied[0].sequence, RouteSequence{3});
}

TEST(Reports, AreRequiredUntilAcknowledged) {
  TestEdge edge_under_test;
  edge_under_test.feed(Elapsed{Timer::interval}, 10s);
  auto const sends = wanted<SendReport>(edge_under_test.state);
  ASSERT_EQ(sends.size(), 1U);
  EXPECT_NE(find_report(edge_under_test.state, sends[0].boot, sends[0].number), nullptr);
  EXPECT_EQ(edge_under_test.feed(Acknowledged{sends[0].boot, sends[0].number}, 10s).outcome,
            Outcome::done);
  EXPECT_TRUE(wanted<SendReport>(edge_under_test.state).empty());
  EXPECT_EQ(edge_under_test.feed(Acknowledged{sends[0].boot, sends[0].number}, 10s).outcome,
            Outcome::stale_answer);
}

}  // namespace
}  // namespace studylab::edge
