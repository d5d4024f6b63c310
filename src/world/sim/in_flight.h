#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <utility>

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

  void begin_round() { ++round_; }
  // True: it was not under way, and is from now on.
  bool start(Key const& key, Where where) {
    auto const [place, is_new] = in_flight_.try_emplace(key, One{where, round_});
    place->second.wanted_in = round_;
    return is_new;
  }
  void end_round() {
    std::erase_if(in_flight_, [&](auto const& entry) { return entry.second.wanted_in != round_; });
  }

  // To be started again in the next round.
  void forget_elsewhere() { std::erase_if(in_flight_, is_elsewhere); }
  bool has_elsewhere() const { return std::ranges::any_of(in_flight_, is_elsewhere); }
  void clear() { in_flight_.clear(); }

 private:
  struct One {
    Where where;
    std::uint64_t wanted_in;  // the last round that asked for it
  };
  static bool is_elsewhere(std::pair<Key const, One> const& entry) {
    return entry.second.where == Where::elsewhere;
  }

  std::uint64_t round_ = 0;
  std::map<Key, One> in_flight_;
};

}  // namespace studylab::sim
