#pragma once

#include <string>

#include "cli/commands.h"
#include "lab/console/seeds.h"

namespace studylab::cli {

struct BenchLevelsCommand {
  console::Seeds seeds;
  std::string drill;  // or all
  Json json = Json::no;
};
// Prints how difficult each level of the drills is. Exit::failed if a level is not more difficult
// than the one before it.
Exit bench_levels(BenchLevelsCommand const& command);

}  // namespace studylab::cli
