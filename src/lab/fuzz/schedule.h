#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "lab/fuzz/fuzz_run.h"
#include "model/facts.h"
#include "world/schedule.h"

// The schedule of faults that a seed draws.
namespace studylab::fuzz {

// Which kinds of fault come together in one run. `control_only` can cost an operator only time;
// `all` may delay any report or query.
enum class FaultMix : std::uint8_t { control_only, network, processes, edits, routes, clocks, all };

struct DrawnFaults {
  FaultMix mix = FaultMix::all;
  world::Schedule schedule;
};

// All random choices come from the stream fuzz/schedule.
DrawnFaults draw_faults(Scenario const& scenario);

// The same schedule with one more fault, aimed at what happened in a run under it: every runner
// down from a request of the operator on; an edge cut off from the route log between two owner
// moves of its partition (up to that instant the run is the same); or programs that start too
// slowly.
world::Schedule aimed(world::Schedule schedule, std::span<FactEntry const> run, Random& random);

// `loss 20; crash of edge-b after entry-40 for 3s`; empty: no faults.
std::string in_words(world::Schedule const& schedule);

// The schedule with one fault removed, once for each of its faults.
std::vector<world::Schedule> with_one_less(world::Schedule const& schedule);

}  // namespace studylab::fuzz
