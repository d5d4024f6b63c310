#pragma once

#include <array>
#include <cstdint>
#include <tuple>

#include "base/check.h"
#include "base/ids.h"
#include "world/plan.h"
#include "world/sim/programs.h"

namespace studylab::world::sim {

// A number of requests; `unsafe` of them change something.
struct Requests {
  std::uint64_t all = 0;
  std::uint64_t unsafe = 0;

  friend Requests operator-(Requests a, Requests b) { return {a.all - b.all, a.unsafe - b.unsafe}; }
};

// How a stream of requests is answered while nothing changes: shares fail one after another, and
// the rest succeeds. Counts are functions of the total number of requests, so that the counts of a
// span are a difference of two values and spans add up exactly.
class ResponseMix {
 public:
  // Who answers: programs, the edge itself (503), or none while the edge is down. `gate`: each
  // request waits or is refused, which its gate decides and counts.
  enum class By : std::uint8_t { programs, edge, none, gate };
  // Dead addresses, addresses still starting, and whatever fails in the program itself.
  static constexpr std::size_t max_shares = 2 + std::tuple_size_v<decltype(Answering::failing)>;

  explicit ResponseMix(By by = By::programs) : by_(by) {}
  void add(Permille failing, Affects affects) {
    STUDYLAB_CHECK(count_ < shares_.size());
    shares_[count_++] = Share{failing, affects};
  }

  By by() const { return by_; }
  std::size_t shares() const { return count_; }

  // Of the first `total` requests: how many failed in each share, and how many succeeded.
  struct Split {
    std::array<std::uint64_t, max_shares> failed{};
    std::uint64_t well = 0;
  };
  Split split(Requests total) const;
  // How many of the first `total` requests change something and were answered well.
  std::uint64_t acknowledged(Requests total) const;
  // How many of the first `total` requests failed.
  std::uint64_t failed(Requests total) const { return total.all - split(total).well; }
  // Failing requests per million, if `unsafe` per thousand change something.
  std::uint64_t failing_per_million(Permille unsafe) const;

  friend bool operator==(ResponseMix const&, ResponseMix const&) = default;

 private:
  struct Share {
    Permille failing;
    Affects affects = Affects::all;
    friend bool operator==(Share const&, Share const&) = default;
  };

  By by_;
  std::array<Share, max_shares> shares_{};
  std::size_t count_ = 0;
};

}  // namespace studylab::world::sim
