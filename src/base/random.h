#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "base/hash.h"

namespace studylab {

// Determines every random choice of a run: a number that people type, and an examiner's salt.
// Without the salt, the number reveals nothing.
struct Seed {
  std::uint64_t number = 0;  // 0 to 2^53 - 1
  Hash salt{};               // all zero: none
};

// A named stream of random numbers. The streams of one seed are independent, so a draw added to
// one changes no other. The state starts as BLAKE2b(seed, salt, name); the numbers are xoshiro256**
// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018).
class Random {
 public:
  Random(Seed const& seed, std::string_view stream);

  std::uint64_t bits();
  // Uniform in [0, bound); bound > 0. Unbiased (Lemire 2019: multiply, shift, reject).
  std::uint64_t below(std::uint64_t bound);
  // Uniform in [low, high]; low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);
  // True in `permille` of a thousand draws.
  bool chance(std::uint32_t permille);
  Hash hash();

  template <class T>
  T const& pick(std::span<T const> from) {
    return from[below(from.size())];
  }
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(i)]);
    }
  }

 private:
  std::uint64_t state_[4];
};

}  // namespace studylab
