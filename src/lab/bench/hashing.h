#pragma once

#include <cstddef>
#include <vector>

#include "evidence/chain.h"

// BLAKE2b of entries: the peer of whatever appends, checks or makes entries.
namespace studylab::bench {

// The facts of whole expert runs, one list per run: at least so many in all.
std::vector<std::vector<Fact>> facts_of_runs(std::size_t at_least);

using Chains = std::vector<evidence::Chain>;
// Appends each list to a chain of its own.
Chains chained(std::vector<std::vector<Fact>> facts);
std::size_t entries_of(Chains const& chains);
// Entries per second of processor time, if each is only hashed.
double hash_rate(Chains const& chains);

}  // namespace studylab::bench
