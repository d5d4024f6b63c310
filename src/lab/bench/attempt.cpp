#include "lab/bench/attempt.h"

#include "base/check.h"
#include "lab/bench/stopwatch.h"
#include "lab/grade/grade.h"
#include "lab/operators/drive.h"
#include "lab/operators/expert.h"

namespace studylab::bench {

Simulated opened(drill::Drill const& drill, std::uint64_t seed, std::string const& variant) {
  console::RunOptions options;
  options.drill = drill.id;
  options.seed = seed;
  options.operator_kind = "expert";
  if (!variant.empty()) options.variant = variant;
  Simulated made;
  auto session =
      console::Session::open(drill, options, "run-bench", console::Text::no, [&](world::Plan plan) {
        auto world = std::make_unique<world::sim::SimWorld>(std::move(plan));
        made.world = world.get();
        return world;
      });
  STUDYLAB_CHECK(session.has_value());
  made.session = std::move(*session);
  return made;
}

Attempt expert_attempt(drill::Drill const& drill, std::uint64_t seed, std::string const& variant) {
  Attempt attempt;
  ProcessorTime const all;
  auto [session, world] = opened(drill, seed, variant);
  auto const set_up = all.seconds();
  lab::Expert expert{session->opening()};
  lab::drive(*session, expert);
  ProcessorTime const after;
  auto const& lab = session->lab_chain().entries();
  auto const* drawn = drill.find(std::get<LabOpened>(lab.front().fact).variant);
  auto const key = drill::answer_key_of(drill, *drawn);
  auto const score = grade::grade({session->chain().entries(), lab}, key);
  attempt.score = score.score;
  attempt.events = world->events();
  attempt.entries = session->chain().size();
  session.reset();
  attempt.overhead = set_up + after.seconds();
  attempt.seconds = all.seconds();
  return attempt;
}

}  // namespace studylab::bench
