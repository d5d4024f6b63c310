// What edges report about their gates.
#include <gtest/gtest.h>

#include "control/wake_platform_testing.h"

namespace studylab::control {
namespace {

using std::chrono::seconds;
using testing::WakePlatform;

GateReported report_of(WakePlatform& p, EnvironmentName const& environment) {
  GateReported report;
  report.edge = EdgeId{1};
  report.environment = environment;
  report.from = p.now - seconds{10};
  report.until = p.now;
  report.rows.push_back({.request_class = RequestClass::idempotent,
                         .waiting = 3,
                         .joined = 9,
                         .released = 1,
                         .refused = 4,
                         .expired = 2,
                         .oldest = p.now - seconds{2}});
  report.origin = p.origin("edge-a");
  return report;
}

TEST(GateReports, AreAddedUpByClass) {
  WakePlatform p;
  p.give(Report{make_fact(report_of(p, p.preview))});
  p.now += seconds{10};
  auto second = report_of(p, p.preview);
  second.crossing = GateCrossing::bound;
  p.give(Report{make_fact(std::move(second))});
  auto const& gate = p.state.sleep_policies.at(p.preview).gates.at(EdgeId{1});
  auto const& totals = gate.totals[static_cast<std::size_t>(RequestClass::idempotent)];
  EXPECT_EQ(totals.joined, 18U);
  EXPECT_EQ(totals.released, 2U);
  EXPECT_EQ(totals.refused, 8U);
  EXPECT_EQ(totals.expired, 4U);
  EXPECT_EQ(gate.last.rows.at(0).waiting, 3U);
  EXPECT_EQ(gate.bound_at, p.now);
}

TEST(GateReports, OfAGateThatDoesNotExistAreRecordedAsLate) {
  WakePlatform p;
  auto const late = [&](GateReported report) {
    auto const decision = p.give(Report{make_fact(std::move(report))});
    return decision && decision->size() == 1 && fact_if<LateReportIgnored>(decision->front());
  };
  EXPECT_TRUE(late(report_of(p, p.env)));  // it never sleeps
  auto of_edge = report_of(p, p.preview);
  of_edge.edge = EdgeId{9};
  EXPECT_TRUE(late(std::move(of_edge)));
  auto of_wake = report_of(p, p.preview);
  of_wake.operation = OperationId{99};
  EXPECT_TRUE(late(std::move(of_wake)));
  EXPECT_FALSE(late(report_of(p, p.preview)));
}

}  // namespace
}  // namespace studylab::control
