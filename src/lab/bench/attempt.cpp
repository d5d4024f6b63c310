#include "lab/bench/attempt.h"

#include <optional>

#include "base/check.h"
#include "lab/bench/stopwatch.h"
#include "lab/grade/grade.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"

namespace studylab::bench {

Simulated opened(drill::Drill const& drill, std::uint64_t seed, std::string const& variant) {
  console::RunOptions options;
  options.drill = drill.id;
  options.seed = seed;
  options.operator_kind = "expert";
  if (!variant.empty()) options.variant = variant;
  world::sim::SimWorld const* simulated = nullptr;
  auto run = runs::Run::open(drill, options, runs::not_stored("run-bench"), console::Text::no,
                             [&](world::Plan plan) {
                               auto world = std::make_unique<world::sim::SimWorld>(std::move(plan));
                               simulated = world.get();
                               return world;
                             });
  STUDYLAB_CHECK(run.has_value());
  return {std::move(*run), simulated};
}

Attempt expert_attempt(drill::Drill const& drill, std::uint64_t seed, std::string const& variant) {
  Attempt attempt;
  ProcessorTime const all;
  std::optional<Simulated> simulated{opened(drill, seed, variant)};
  auto& run = simulated->run;
  auto const set_up = all.seconds();
  lab::Expert expert{run.session().opening()};
  runs::drive(run, expert);
  ProcessorTime const after;
  auto const& lab = run.session().lab_chain().entries();
  auto const* drawn = drill.find(std::get<LabOpened>(lab.front().fact).variant);
  auto const key = drill::answer_key_of(drill, *drawn);
  auto const score = grade::grade({run.session().chain().entries(), lab}, key);
  attempt.score = score.score;
  attempt.events = simulated->world->events();
  attempt.entries = run.session().chain().size();
  simulated.reset();
  attempt.overhead = set_up + after.seconds();
  attempt.seconds = all.seconds();
  return attempt;
}

}  // namespace studylab::bench
