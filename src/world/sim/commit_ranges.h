#pragma once

#include <cstdint>
#include <vector>

namespace studylab::world::sim {

// Which writes a copy of a database has, and how often: ranges of positions, because there are
// millions. Positions begin at 1; a range includes both ends.
class CommitRanges {
 public:
  // One more time each. Nothing if `last` is before `first`.
  void add(std::uint64_t first, std::uint64_t last);
  void remove_after(std::uint64_t last);
  void remove(std::uint64_t first, std::uint64_t last);

  // How many positions from `first` to `last` it does not have.
  std::uint64_t missing(std::uint64_t first, std::uint64_t last) const;
  // How many times positions are there beyond the first time.
  std::uint64_t repeated() const;

 private:
  struct Range {
    std::uint64_t first = 1;
    std::uint64_t last = 0;
    std::uint64_t times = 1;
  };
  // Cuts ranges so that one begins at this position, if any range has it.
  void cut_at(std::uint64_t position);

  std::vector<Range> ranges_;  // ascending, disjoint
};

}  // namespace studylab::world::sim
