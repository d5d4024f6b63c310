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
    for (auto& one : under_way_) one.wanted = false;
  }
  // True: it is not under way yet, and is from now on.
  bool start(Key const& key, Where where) {
    auto const found = std::ranges::find(under_way_, key, &One::key);
    if (found != under_way_.end()) {
      found->wanted = true;
      return false;
    }
    under_way_.push_back({key, where, true});
    return true;
  }
  void end_round() {
    std::erase_if(under_way_, [](One const& one) { return !one.wanted; });
  }

  // To be started again in the next round.
  void forget_elsewhere() {
    std::erase_if(under_way_, [](One const& one) { return one.where == Where::elsewhere; });
  }
  bool has_elsewhere() const {
    return std::ranges::any_of(under_way_,
                               [](One const& one) { return one.where == Where::elsewhere; });
  }
  void clear() { under_way_.clear(); }

 private:
  struct One {
    Key key;
    Where where;
    bool wanted;
  };
  std::vector<One> under_way_;
};

}  // namespace studylab::sim
