#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "evidence/chain.h"

// BLAKE2b of entries: the peer of whatever appends, checks or makes entries.
namespace studylab::bench {

// The bodies of entries, one after the other: what hashing alone reads.
class EntryBodies {
 public:
  void add(evidence::Chain const& chain);
  std::size_t size() const { return ends_.size(); }
  double mean_bytes() const;  // of one entry; there is at least one
  // Entries per second of processor time, if each is only hashed.
  double hash_rate() const;

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// The bodies, or the facts, of whole expert runs of the first drill: at least so many in all. Facts
// are one list per run.
EntryBodies bodies_of_runs(std::size_t at_least);
std::vector<std::vector<Fact>> facts_of_runs(std::size_t at_least);

}  // namespace studylab::bench
