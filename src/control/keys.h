#pragma once

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/instant.h"
#include "model/enums.h"

namespace studylab::control {

// The control plane's own enumerations add overloads.
using studylab::to_text;

// An entry of the platform chain that is being folded.
struct EntryRef {
  EntryId id;
  Instant at;
};

// The value of a key that the platform's own chain or a command names. The key must exist, so never
// call this with a key from a process's report.
template <class Map, class Key>
auto& at_key(Map& map, Key const& key) {
  auto const found = map.find(key);
  STUDYLAB_CHECK(found != map.end());
  return found->second;
}

// The id for the next thing of its kind.
template <class Map>
auto next_id(Map const& map) {
  using Id = typename Map::key_type;
  return Id{map.empty() ? 1 : map.rbegin()->first.number + 1};
}

// Ascending lists of open things.
template <class Id>
void open_id(std::vector<Id>& list, Id id) {
  auto place = list.begin();
  while (place != list.end() && *place < id) ++place;
  if (place == list.end() || *place != id) list.insert(place, id);
}

template <class Id>
void close_id(std::vector<Id>& list, Id id) {
  std::erase(list, id);
}

}  // namespace studylab::control
