#pragma once

#include <cstdint>
#include <vector>

namespace studylab::bench {

// Processor time of this thread, for what only computes: on an idle core it is wall time, and on a
// busy machine it still says what the work costs.
class ProcessorTime {
 public:
  ProcessorTime();
  double seconds() const;  // since it was made

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

// Of at least one; the upper of the middle two where the number is even.
double median(std::vector<double> figures);
std::uint64_t median(std::vector<std::uint64_t> figures);

}  // namespace studylab::bench
