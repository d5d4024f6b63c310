#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "lab/console/session.h"
#include "lab/drill/drill.h"

namespace studylab::bench {

// Empty: the seed draws the variant. The session has come to the call.
std::unique_ptr<console::Session> opened(drill::Drill const& drill, std::uint64_t seed,
                                         std::string const& variant);

struct Attempt {
  double seconds = 0;   // all of it: set-up, the run, its grade and clean-up
  double overhead = 0;  // of these: set-up up to the call, grade and clean-up
  std::uint32_t score = 0;
  std::uint64_t events = 0;
  std::uint64_t entries = 0;
};
// The expert plays, and is graded. In processor time.
Attempt expert_attempt(drill::Drill const& drill, std::uint64_t seed, std::string const& variant);

}  // namespace studylab::bench
