#pragma once

#include <cstdint>
#include <string>

#include "lab/drill/drill.h"
#include "lab/runs/run.h"
#include "world/sim/sim_world.h"

namespace studylab::bench {

// A run and its world, which lives as long as the run.
struct Simulated {
  runs::Run run;
  world::sim::SimWorld const* world = nullptr;
};
// Opens a run at its alert. An empty variant: the seed draws it.
Simulated opened(drill::Drill const& drill, std::uint64_t seed, std::string const& variant);

struct Attempt {
  double seconds = 0;   // everything: set-up, run, grading and clean-up
  double overhead = 0;  // everything except the run: set-up to the alert, grading and clean-up
  std::uint32_t score = 0;
  std::uint64_t events = 0;
  std::uint64_t entries = 0;
};
// Runs and grades the expert, measured in processor time.
Attempt expert_attempt(drill::Drill const& drill, std::uint64_t seed, std::string const& variant);

}  // namespace studylab::bench
