// The grader on whole runs of the simulated world instead of constructed chains.
#include <gtest/gtest.h>

#include "lab/debrief/reference.h"
#include "lab/debrief/rerun.h"

namespace studylab::debrief {
namespace {

using lab::Part;

grade::Score score_with(std::string variant, std::uint64_t seed, lab::ExpertOptions by) {
  console::RunOptions options;
  options.seed = seed;
  options.variant = std::move(variant);
  return play(options, {}, std::move(by), std::nullopt).value().score;
}

std::string losses(grade::Score const& score) {
  std::string text;
  for (auto const& one : score.deductions) {
    if (!text.empty()) text += ", ";
    text += one.rule + " " + std::to_string(one.points);
  }
  return text;
}

TEST(PlayedScores, EveryAcceptedRepairGetsTheFullScore) {
  for (auto const* variant : {"app-only", "database-migration", "database-migration-destructive",
                              "runtime-service", "route-propagation", "no-fault"}) {
    for (auto const* strategy :
         {"", "other-rollback", "listed-fix", "owner", "by-hand", "forward-repair", "pitr"}) {
      auto const score = score_with(variant, 3, {.strategy = strategy});
      EXPECT_EQ(losses(score), "") << variant << ", strategy " << strategy;
      EXPECT_EQ(score.outcome, grade::Outcome::passed) << variant;
    }
  }
}

TEST(PlayedScores, APartLeftOutLosesItsOwnPoints) {
  struct Row {
    Part part;
    std::string lost;
  };
  for (auto const& row :
       {Row{Part::operation_query, "BD2 10"}, Row{Part::route_query, ""},
        Row{Part::errors_query, "OP1 10"}, Row{Part::plan, ""}, Row{Part::freeze, "BD1 5"},
        Row{Part::classification, "BD3 12, BD3 8"}, Row{Part::class_refs, "BD3 8"},
        Row{Part::close_refs, "OP4 2, OP4 2, OP4 2"}, Row{Part::close, "OP4 20"}}) {
    EXPECT_EQ(losses(score_with("app-only", 3, {.without = {row.part}})), row.lost);
  }
}

TEST(PlayedScores, AProhibitedCommandLosesTenUnderItsRuleAndCausesNoHarm) {
  struct Row {
    std::string line, rule;
  };
  for (auto const& row :
       {Row{"rebuild-from {environment} --branch main", "BDN1"},
        Row{"set-route {edge} {route} {target}", "BDN2"},
        Row{"rollback {environment} --to {target} --without-database-check", "BDN3"},
        Row{"rollback {environment} --to {target} --as data-repair", "DRN1"},
        Row{"mark-hot alloc-1", "SWN3"}, Row{"choose-owner {route} --by health", "RGN2"},
        Row{"clear-gap {edge}", "RGN3"}, Row{"skip-to {edge} 9", "RGN1"}}) {
    auto const score = score_with("app-only", 3, {.before_repair = {row.line}});
    EXPECT_EQ(losses(score), row.rule + " 10") << row.line;
    EXPECT_TRUE(score.harms.empty()) << row.line;
    EXPECT_EQ(score.refusals.size(), 1) << row.line;
  }
}

}  // namespace
}  // namespace studylab::debrief
