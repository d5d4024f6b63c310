#include "lab/fuzz/shrink.h"

#include "lab/fuzz/schedule.h"

namespace studylab::fuzz {
namespace {

// From the end: lines after the failure are removed first, so that the rest runs fewer times.
bool without_a_line(Case& found, std::function<bool(Case const&)> const& shows) {
  bool smaller = false;
  for (auto at = found.lines.size(); at-- > 0;) {
    auto less = found;
    less.lines.erase(less.lines.begin() + static_cast<std::ptrdiff_t>(at));
    if (!shows(less)) continue;
    found = std::move(less);
    smaller = true;
  }
  return smaller;
}

bool without_a_fault(Case& found, std::function<bool(Case const&)> const& shows) {
  for (auto& schedule : with_one_less(found.schedule)) {
    Case less{found.lines, std::move(schedule)};
    if (!shows(less)) continue;
    found = std::move(less);
    return true;
  }
  return false;
}

}  // namespace

Case smallest(Case whole, std::function<bool(Case const&)> const& shows) {
  while (without_a_fault(whole, shows) || without_a_line(whole, shows)) {
  }
  return whole;
}

}  // namespace studylab::fuzz
