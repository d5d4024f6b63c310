#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lab/drill/topology.h"

// Releases and operations that a drawn environment gets besides its history.
namespace studylab::drill {

// Reads and writes this range of schemas, and needs the environment's bindings.
Manifest manifest_for(DrawnEnvironment const& environment, VersionRange range, std::string source);
// Both return the index of what they add.
std::size_t add_release(DrawnEnvironment& environment, Random& random, Instant registered,
                        Manifest manifest);
std::size_t add_waiting(DrawnEnvironment& environment, std::size_t release, Instant requested,
                        Instant not_before, std::string because);
// `main@1a2b3c4`.
std::string commit(Random& random, std::string_view branch);

}  // namespace studylab::drill
