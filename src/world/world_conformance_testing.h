#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "world/plan.h"
#include "world/schedule.h"
#include "world/world.h"

namespace studylab::world {

using MakeWorld = std::function<std::unique_ptr<World>(Plan, Schedule)>;

// A rule of the port. `violation` runs worlds of the tiny plan (plan_testing.h) and describes how
// they break the rule; empty: they do not.
struct WorldRule {
  std::string_view name;
  std::string (*violation)(MakeWorld const& make);
};

// Every rule that all worlds follow.
std::span<WorldRule const> world_rules();
// The same plan and the same commands at the same instants give the same chain: a rule for worlds
// without a wall clock.
WorldRule const& reproducible_rule();

}  // namespace studylab::world
