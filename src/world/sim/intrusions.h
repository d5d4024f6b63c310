#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace studylab::world::sim {

// Keys that somebody uses without permission. Security finds all of them when it is asked, takes
// them out of use and issues other ones.
class Intrusions {
 public:
  struct Intrusion {
    std::string holder;  // whose key it is, or who signs with it: `control-1`, `edge-b`
    std::string key_id;
  };

  void add(Intrusion intrusion) {
    if (!ended_.contains(intrusion.holder)) found_.insert({intrusion.holder, intrusion.key_id});
  }
  // Whether security has replaced the key: it cannot be used any more.
  bool ended(std::string const& holder) const { return ended_.contains(holder); }
  // Ends all of them.
  std::vector<Intrusion> end() {
    std::vector<Intrusion> ended;
    for (auto const& [holder, key_id] : found_) {
      ended.push_back({holder, key_id});
      ended_.insert(holder);
    }
    found_.clear();
    return ended;
  }

 private:
  std::set<std::pair<std::string, std::string>> found_;
  std::set<std::string> ended_;  // holders
};

// The key that replaces a holder's, named as every signing key is. The holder's name decides it.
inline std::string issued_key(std::string const& holder) {
  return "key-" + to_hex(Bytes{blake2b(as_bytes(holder)).bytes}.first(3));
}

}  // namespace studylab::world::sim
