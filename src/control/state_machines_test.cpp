#include "control/state_machines.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "control/allocations/stages.h"
#include "control/incidents/stages.h"
#include "control/operations/stages.h"

namespace studylab::control {
namespace {

// Every stage that is reached from `first`.
template <class Stage, class Event>
std::set<Stage> reached(Stage first, std::span<Transition<Stage, Event> const> table) {
  std::set<Stage> found{first};
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (auto const& row : table) {
      if (found.contains(row.from)) found.insert(row.to);
    }
  }
  return found;
}

// Each stage and event: a listed transition, once, or none. Each stage of the table is reached.
template <class Stage, class Event>
void expect_total(Stage first, std::span<Transition<Stage, Event> const> table) {
  auto const stages = reached(first, table);
  std::size_t listed = 0;
  for (std::uint32_t from = 0; from < enum_size<Stage>; ++from) {
    for (std::uint32_t event = 0; event < enum_size<Event>; ++event) {
      auto const to = next_stage(table, static_cast<Stage>(from), static_cast<Event>(event));
      if (!to) continue;
      ++listed;
      EXPECT_TRUE(stages.contains(static_cast<Stage>(from)))
          << to_text(static_cast<Stage>(from)) << " is never reached";
    }
  }
  EXPECT_EQ(listed, table.size()) << "a stage and event has two transitions";
}

bool has_way_out(StageTable const& table, Stage stage) {
  return std::ranges::any_of(table.transitions,
                             [&](StageTransition const& row) { return row.from == stage; });
}

TEST(StateMachines, EveryStageAndEventOfAnOperationHasOneMeaning) {
  for (std::uint32_t n = 0; n < enum_size<OperationKind>; ++n) {
    auto const table = stages_of(static_cast<OperationKind>(n));
    EXPECT_EQ(table.kind, static_cast<OperationKind>(n));
    SCOPED_TRACE(to_text(table.kind));
    expect_total(table.first, table.transitions);
  }
}

TEST(StateMachines, AnEndedOperationIsLeftOnlyByARetryOrTheRollbackThatReplacesIt) {
  for (std::uint32_t n = 0; n < enum_size<OperationKind>; ++n) {
    auto const table = stages_of(static_cast<OperationKind>(n));
    SCOPED_TRACE(to_text(table.kind));
    for (auto const& row : table.transitions) {
      if (!ended(row.from)) continue;
      bool const retried = row.from == Stage::failed && row.event == StageEvent::retried;
      bool const replaced = row.from == Stage::healthy && row.event == StageEvent::replaced;
      EXPECT_TRUE(retried || replaced) << to_text(row.from) << ": " << to_text(row.event);
    }
    EXPECT_FALSE(has_way_out(table, Stage::rolled_back));
    EXPECT_FALSE(has_way_out(table, Stage::cancelled));
  }
}

TEST(StateMachines, AnOperationCanAlwaysEnd) {
  for (std::uint32_t n = 0; n < enum_size<OperationKind>; ++n) {
    auto const table = stages_of(static_cast<OperationKind>(n));
    if (table.transitions.empty()) continue;
    for (auto const stage : reached(table.first, table.transitions)) {
      EXPECT_TRUE(ended(stage) || has_way_out(table, stage))
          << to_text(table.kind) << " stays " << to_text(stage);
    }
  }
}

TEST(StateMachines, EveryStageAndEventOfAnAllocationHasOneMeaning) {
  std::span<AllocationTransition const> const table{allocation_stages};
  expect_total(first_allocation_stage, table);
  for (auto const& row : table) {
    EXPECT_NE(row.from, AllocationStage::stopped);
    // A failed process is started again in its place, or fails again. Nothing else moves it.
    if (row.from == AllocationStage::failed) {
      EXPECT_TRUE(row.event == AllocationEvent::became_ready ||
                  row.event == AllocationEvent::failed);
    }
  }
}

TEST(StateMachines, EveryStageAndEventOfAnIncidentHasOneMeaning) {
  std::span<IncidentTransition const> const table{incident_stages};
  expect_total(IncidentStage::none, table);
  for (auto const& row : table) {
    EXPECT_NE(row.from, IncidentStage::closed);
    EXPECT_NE(row.from, IncidentStage::handed_over);
  }
}

TEST(StateMachines, ThePageIsGeneratedFromTheTables) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream{STUDYLAB_SOURCE_DIR "/docs/state-machines.md"} << state_machines_markdown();
  }
  std::ifstream file{STUDYLAB_SOURCE_DIR "/docs/state-machines.md"};
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), state_machines_markdown());
}

}  // namespace
}  // namespace studylab::control
