#include "world/sim/commit_ranges.h"

#include <algorithm>
#include <cstddef>

namespace studylab::world::sim {

void CommitRanges::cut_at(std::uint64_t position) {
  for (std::size_t i = 0; i < ranges_.size(); ++i) {
    auto& range = ranges_[i];
    if (position <= range.first || position > range.last) continue;
    Range const rest{position, range.last, range.times};
    range.last = position - 1;
    ranges_.insert(ranges_.begin() + static_cast<std::ptrdiff_t>(i) + 1, rest);
    return;
  }
}

void CommitRanges::add(std::uint64_t first, std::uint64_t last) {
  if (last < first) return;
  cut_at(first);
  cut_at(last + 1);
  std::vector<Range> added;
  auto next = first;
  for (auto& range : ranges_) {
    if (range.last < first || range.first > last) continue;
    if (next < range.first) added.push_back({next, range.first - 1, 1});
    ++range.times;
    next = range.last + 1;
  }
  if (next <= last) added.push_back({next, last, 1});
  ranges_.insert(ranges_.end(), added.begin(), added.end());
  std::ranges::sort(ranges_, {}, &Range::first);
}

void CommitRanges::remove(std::uint64_t first, std::uint64_t last) {
  if (last < first) return;
  cut_at(first);
  cut_at(last + 1);
  std::erase_if(ranges_,
                [&](Range const& range) { return range.first >= first && range.last <= last; });
}

void CommitRanges::remove_after(std::uint64_t last) {
  cut_at(last + 1);
  std::erase_if(ranges_, [&](Range const& range) { return range.first > last; });
}

std::uint64_t CommitRanges::missing(std::uint64_t first, std::uint64_t last) const {
  if (last < first) return 0;
  auto count = last - first + 1;
  for (auto const& range : ranges_) {
    auto const from = std::max(first, range.first);
    auto const until = std::min(last, range.last);
    if (from <= until) count -= until - from + 1;
  }
  return count;
}

std::uint64_t CommitRanges::repeated() const {
  std::uint64_t count = 0;
  for (auto const& range : ranges_) {
    count += (range.times - 1) * (range.last - range.first + 1);
  }
  return count;
}

}  // namespace studylab::world::sim
