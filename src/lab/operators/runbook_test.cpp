#include "lab/operators/runbook.h"

#include <set>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/operators/catalogue.h"

namespace studylab::lab {
namespace {

TEST(RunbookExperts, EveryDrillHasOneThatKnowsEveryAcceptedRepair) {
  for (auto const& drill : drill::drills()) {
    ASSERT_NE(find_expert(drill.runbook), nullptr) << drill.id;
    for (auto const& variant : drill.variants) {
      for (auto const* repair : drill::answer_key_of(drill, variant).repairs) {
        bool const nothing = variant.fault_class == FaultClass::no_fault;
        auto const strategy = strategy_for(drill.runbook, repair->name);
        EXPECT_EQ(strategy.empty(), nothing) << repair->name;
      }
    }
  }
}

TEST(RunbookExperts, AStrategyHasOneNameInItsClass) {
  for (auto const* expert : runbooks()) {
    std::set<std::pair<FaultClass, std::string_view>> names;
    for (auto const& strategy : expert->strategies()) {
      EXPECT_TRUE(names.insert({strategy.fault_class, strategy.name}).second) << strategy.name;
    }
  }
}

TEST(RunbookExperts, EveryOperatorHasAKindOfItsOwn) {
  for (auto const* expert : runbooks()) {
    std::set<std::string_view> kinds;
    for (auto const& kind : operator_kinds(expert->runbook)) {
      EXPECT_TRUE(kinds.insert(kind.row.kind).second) << kind.row.kind;
    }
  }
}

TEST(RunbookExperts, ARunbookWithoutOneHasTheOperatorsOfEveryRunbook) {
  EXPECT_EQ(find_expert("none"), nullptr);
  EXPECT_EQ(strategy_for("none", "earlier-release-owns"), "");
  EXPECT_FALSE(operator_kinds("none").empty());
}

}  // namespace
}  // namespace studylab::lab
