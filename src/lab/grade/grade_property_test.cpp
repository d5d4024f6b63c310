#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "lab/grade/expecting_testing.h"

namespace studylab::grade {
namespace {

std::vector<std::string> const acts{
    "freeze",      "operation", "route",    "errors", "bindings",      "plan",   "class", "repair",
    "query-after", "unfreeze",  "database", "edges",  "symptom-after", "impact", "close"};
std::vector<void (Story::*)()> const variants{&Story::app_only, &Story::database_migration,
                                              &Story::runtime_service, &Story::route_propagation,
                                              &Story::no_fault};

void expect_sound(Story const& story) {
  auto const score = story.score();
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    RC_ASSERT(score.phases[i].of == phase_points[i]);
    RC_ASSERT(score.phases[i].score <= score.phases[i].of);
    std::uint32_t lost = 0;
    for (auto const& one : score.deductions) {
      if (one.phase == static_cast<Phase>(i)) lost += one.points;
    }
    RC_ASSERT(score.phases[i].score == phase_points[i] - std::min(lost, phase_points[i]));
    sum += score.phases[i].score;
  }
  RC_ASSERT(score.score == sum);
  for (auto const& one : score.deductions) {
    RC_ASSERT(!one.rule.empty());
    RC_ASSERT(one.points > 0U);
    RC_ASSERT(one.entry.number >= 1U);
    RC_ASSERT(one.entry.number <= story.entries().size());
  }
}

RC_GTEST_PROP(GradeProperties, AnyRunIsGradedWithinItsBounds, ()) {
  auto const left_out = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(acts));
  Story story{{left_out.begin(), left_out.end()}};
  auto const misstep = *rc::gen::inRange(0, 8);
  auto const where = *rc::gen::elementOf(acts);
  story.after(where, [misstep](Story& s) {
    switch (misstep) {
      case 0: s.hint(Phase::action); break;
      case 1: s.restart("shop/production", OperationId{31}); break;
      case 2: s.freeze("news/production", 9); break;
      case 3: s.logs(); break;
      case 4:
        s.refuse("scale", "", "allocations_are_bounded", "SWN2", RefusalKind::forbidden);
        break;
      case 5: s.classify(FaultClass::bindings, {EntryId{1}}); break;
      case 6: s.rollback("shop/production", ReleaseId{1}, OperationId{32}); break;
      default: s.rebaseline(edge_a, OperationId{33}); break;
    }
  });
  (story.*(*rc::gen::elementOf(variants)))();
  expect_sound(story);
}

// What one required act is worth, by what follows from its absence. Where an act leaves another
// without its ground, both are named.
TEST(GradeProperties, LeavingOutOneRequiredActCostsExactlyItsPoints) {
  struct Row {
    void (Story::*variant)();
    std::string act;
    std::uint32_t truth, classification, action, evidence;
  };
  std::vector<Row> const rows{
      {&Story::app_only, "freeze", 0, 0, 5, 0},
      {&Story::app_only, "operation", 10, 0, 0, 0},
      {&Story::app_only, "route", 10, 0, 0, 0},
      {&Story::app_only, "errors", 10, 8, 0, 2},
      {&Story::app_only, "bindings", 10, 0, 0, 0},
      {&Story::app_only, "plan", 10, 0, 0, 0},
      {&Story::app_only, "class", 0, 20, 0, 0},
      {&Story::app_only, "unfreeze", 0, 0, 0, 0},  // but the hold stays: not resolved
      {&Story::app_only, "impact", 0, 0, 0, 6},
      {&Story::app_only, "query-after", 0, 0, 0, 2},
      {&Story::app_only, "symptom-after", 0, 0, 0, 4},
      {&Story::app_only, "close", 0, 0, 0, 20},
      {&Story::database_migration, "database", 10, 0, 0, 0},
      {&Story::database_migration, "plan", 0, 8, 0, 2},
      {&Story::database_migration, "freeze", 0, 0, 5, 0},
      {&Story::runtime_service, "bindings", 10, 8, 0, 2},
      {&Story::route_propagation, "errors", 10, 0, 0, 0},
      {&Story::route_propagation, "edges", 10, 8, 0, 2},
      {&Story::route_propagation, "freeze", 0, 0, 5, 0},
      {&Story::no_fault, "errors", 0, 8, 0, 0},
      {&Story::no_fault, "class", 0, 20, 0, 8},
  };
  for (auto const& row : rows) {
    Story story{{row.act}};
    (story.*row.variant)();
    auto const score = story.score();
    auto const lost = [&](Phase one) { return phase(score, one).of - phase(score, one).score; };
    SCOPED_TRACE(story.key().variant + " without " + row.act);
    EXPECT_EQ(lost(Phase::truth), row.truth);
    EXPECT_EQ(lost(Phase::classification), row.classification);
    EXPECT_EQ(lost(Phase::action), row.action);
    EXPECT_EQ(lost(Phase::evidence), row.evidence);
  }
}

}  // namespace
}  // namespace studylab::grade
