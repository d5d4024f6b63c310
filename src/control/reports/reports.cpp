#include <algorithm>

#include "control/reports/state.h"

namespace studylab::control {

bool has_seen(Reports const& reports, Origin const& origin) {
  auto const found = reports.seen_reports.find({origin.process, origin.boot});
  if (found == reports.seen_reports.end()) return false;
  auto const& [contiguous_until, out_of_order] = found->second;
  return origin.number <= contiguous_until ||
         std::ranges::binary_search(out_of_order, origin.number);
}

void note_report(Reports& reports, Origin const& origin) {
  auto& seen = reports.seen_reports[{origin.process, origin.boot}];
  if (origin.number <= seen.contiguous_until) return;
  open_id(seen.out_of_order, origin.number);
  auto next_gap = seen.out_of_order.begin();
  while (next_gap != seen.out_of_order.end() && *next_gap == next(seen.contiguous_until)) {
    seen.contiguous_until = *next_gap++;
  }
  seen.out_of_order.erase(seen.out_of_order.begin(), next_gap);
}

}  // namespace studylab::control
