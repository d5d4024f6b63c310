#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

namespace studylab::sim {

// Which of a decider's wanted effects are under way: the executor's whole memory. A round asks for
// every wanted effect in turn; what was not asked for is wanted no more and forgotten.
class InFlight {
 public:
  struct Key {
    std::uint32_t kind = 0, a = 0, b = 0, c = 0;
    friend auto operator<=>(Key const&, Key const&) = default;
  };
  // Where it is carried out: what went elsewhere may have been lost, and is sent again after a
  // time.
  enum class Where : std::uint8_t { here, elsewhere };

  void begin_round() {
    for (auto& one : in_flight_) one.wanted = false;
  }
  // True: it is not under way yet, and is from now on.
  bool start(Key const& key, Where where) {
    auto const found = std::ranges::find(in_flight_, key, &One::key);
    if (found != in_flight_.end()) {
      found->wanted = true;
      return false;
    }
    in_flight_.push_back({key, where, true});
    return true;
  }
  void end_round() {
    std::erase_if(in_flight_, [](One const& one) { return !one.wanted; });
  }

  // To be started again in the next round.
  void forget_elsewhere() {
    std::erase_if(in_flight_, [](One const& one) { return one.where == Where::elsewhere; });
  }
  bool has_elsewhere() const {
    return std::ranges::any_of(in_flight_,
                               [](One const& one) { return one.where == Where::elsewhere; });
  }
  void clear() { in_flight_.clear(); }

 private:
  struct One {
    Key key;
    Where where;
    bool wanted;
  };
  std::vector<One> in_flight_;
};

}  // namespace studylab::sim
