#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// What the operator has been shown, and can therefore refer to.
struct References {
  std::set<std::string, std::less<>> shown_names;
  std::vector<bool> shown;  // by entry number
};

inline bool was_shown(References const& references, EntryId entry) {
  return entry.number < references.shown.size() && references.shown[entry.number];
}

}  // namespace studylab::control
