#include "world/sim/sim_testing.h"

#include <gtest/gtest.h>

#include <utility>

namespace studylab::world::sim {

using std::chrono::minutes;
using std::chrono::seconds;

Story play(Plan plan, Schedule schedule) {
  Tiny const tiny;
  Story story{std::make_unique<SimWorld>(std::move(plan), std::move(schedule)), {}};
  auto& world = *story.world;
  bool const called = world.advance_until(
      [](control::State const& state, Instant) { return state.incident.has_value(); },
      tiny.began + minutes{5});
  EXPECT_TRUE(called) << "no alert";
  story.called = world.now();
  world.advance_to(world.now() + seconds{20});
  auto const decision =
      world.command(given(Rollback{tiny.environment, "rel-1"}, "rollback shop/production rel-1"))
          .value();
  EXPECT_TRUE(decision.has_value()) << decision.error().why;
  world.advance_until(
      [&](control::State const& state, Instant now) {
        return !control::symptom_present(state.environments.at(tiny.environment), now);
      },
      world.now() + minutes{5});
  world.advance_to(world.now() + seconds{30});
  return story;
}

}  // namespace studylab::world::sim
