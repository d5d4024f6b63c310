#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

#include "base/instant.h"

namespace studylab::world::exec {

// How long a sender waits for an answer before it sends again, where messages can be lost.
inline constexpr Duration resend_after = std::chrono::seconds{1};

// Which of a decider's required effects are in progress: the executor's whole memory. A round calls
// start() for every required effect; the effects that it leaves out are forgotten.
class InFlight {
 public:
  struct Key {
    std::uint32_t kind = 0, a = 0, b = 0, c = 0;
    friend auto operator<=>(Key const&, Key const&) = default;
  };
  // Where the effect is carried out. A message elsewhere can be lost, so it is sent again after a
  // time.
  enum class Where : std::uint8_t { here, elsewhere };

  void begin_round() { ++round_; }
  // True if the effect was not in progress yet. From now on it is.
  bool start(Key const& key, Where where) {
    auto const place = std::ranges::lower_bound(in_flight_, key, {}, &One::key);
    if (place != in_flight_.end() && place->key == key) {
      place->wanted_in = round_;
      return false;
    }
    in_flight_.insert(place, One{key, where, round_});
    return true;
  }
  void end_round() {
    std::erase_if(in_flight_, [&](One const& one) { return one.wanted_in != round_; });
  }

  // The next round starts these again.
  void forget_elsewhere() { std::erase_if(in_flight_, is_elsewhere); }
  bool has_elsewhere() const { return std::ranges::any_of(in_flight_, is_elsewhere); }
  void clear() { in_flight_.clear(); }

 private:
  struct One {
    Key key;
    Where where;
    std::uint64_t wanted_in;  // the last round that asked for it
  };
  static bool is_elsewhere(One const& one) { return one.where == Where::elsewhere; }

  std::uint64_t round_ = 0;
  std::vector<One> in_flight_;  // ascending by key
};

}  // namespace studylab::world::exec
