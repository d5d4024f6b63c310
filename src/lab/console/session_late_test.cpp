// A session in a world that answers no question at once.
#include <gtest/gtest.h>

#include "lab/console/session_testing.h"
#include "lab/drill/load.h"
#include "lab/grade/grade.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"
#include "world/late_world_testing.h"
#include "world/worlds.h"

namespace studylab::console {
namespace {

TEST(SessionInALateWorld, TheExpertRepairsEveryVariant) {
  auto const& drill = *drill::find_drill("bad-deploy");
  auto const make = [](world::Plan plan) {
    return std::make_unique<world::LateWorld>(world::make_world(World::simulated, std::move(plan)));
  };
  for (auto const& variant : drill.variants) {
    auto run = runs::Run::open(drill, testing::options_of(1, variant.name),
                               runs::not_stored("run-test"), Text::yes, make);
    ASSERT_TRUE(run.has_value()) << run.error().text;
    auto const& session = run->session();
    lab::Expert expert{session.opening()};
    runs::drive(*run, expert);
    ASSERT_TRUE(session.ended());
    auto const score = grade::grade({session.chain().entries(), session.lab_chain().entries()},
                                    drill::answer_key_of(drill, variant));
    EXPECT_EQ(score.outcome, grade::Outcome::passed) << variant.name;
  }
}

}  // namespace
}  // namespace studylab::console
