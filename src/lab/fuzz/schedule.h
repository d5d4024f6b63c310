#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "lab/fuzz/fuzz_run.h"
#include "model/facts.h"
#include "world/sim/setup.h"

// Faults of the schedule as a seed draws them.
namespace studylab::fuzz {

// What kinds of fault come together in one run. Time is all that `control_only` can cost an
// operator; `all` may hold up any report or look.
enum class Weather : std::uint8_t { control_only, network, processes, hands, all };

struct Drawn {
  Weather weather = Weather::all;
  sim::Schedule schedule;
};

// Chance comes from the stream fuzz/schedule alone.
Drawn drawn_schedule(Game const& game);

// The same with one more that strikes what a run under it has shown to happen: every runner gone
// from a request of the operator on, an edge cut off from the route log from one owner's move to
// the next of its partition (up to that instant the run is the same), or programs that start too
// slowly.
sim::Schedule aimed(sim::Schedule schedule, std::span<FactEntry const> run, Random& random);

// `loss 20; crash of edge-b after entry-40 for 3s`; empty: no faults.
std::string in_words(sim::Schedule const& schedule);

// The same without one of its faults each: what is left to try when a failing one is made smaller.
std::vector<sim::Schedule> with_one_less(sim::Schedule const& schedule);

}  // namespace studylab::fuzz
