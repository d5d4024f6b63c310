#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace studylab::bench {

// Processor time of this thread, for pure computation: on an idle core it equals wall time, and on
// a busy machine it still measures the work.
class ProcessorTime {
 public:
  ProcessorTime();
  double seconds() const;  // since construction

 private:
  std::int64_t began_;
};

class WallTime {
 public:
  WallTime();
  double seconds() const;

 private:
  std::int64_t began_;
};

// At least one value; of an even number of values, the upper of the middle two.
double median(std::vector<double> figures);
std::uint64_t median(std::vector<std::uint64_t> figures);
// The smallest value that at least `percent` of the values do not exceed; at least one value,
// `percent` from 1 to 100.
double percentile(std::vector<double> figures, std::size_t percent);

}  // namespace studylab::bench
