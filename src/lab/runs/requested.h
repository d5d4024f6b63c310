#pragma once

#include <expected>
#include <string>

#include "lab/console/options.h"

// The options of a run as text, from a command line or a request.
namespace studylab::runs {

// Empty: not given.
struct RequestedRun {
  std::string drill, seed, variant, level = "normal", world = "simulated", topology = "drawn",
                                    operator_kind = "human", clock, operator_name;
  drill::Drill const* found = nullptr;  // in place of `drill`: also a user's own
};

// Which option is wrong, and one line: what is wrong with it, what is accepted.
struct WrongOption {
  std::string option;  // drill, seed, variant, level, world, topology, operator, clock, as
  std::string text;
};

// A seed is drawn if none is given; the clock is `usual_clock` if none is given.
std::expected<console::RunOptions, WrongOption> run_options(RequestedRun const& requested,
                                                            ClockKind usual_clock);

}  // namespace studylab::runs
