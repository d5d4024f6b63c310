#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/facts.h"

namespace studylab::debrief {

// One fact of the timeline, in a sentence.
struct TimelineRow {
  EntryId entry;
  Instant at{};
  bool by_operator = false;
  std::string what;
};

// From the promotion that led to the alert to the end. Observations, views and the initial state
// are left out, because they are not events.
std::vector<TimelineRow> timeline(std::span<FactEntry const> platform);

// `+03:25`, counted from the alert; `-00:08` before it.
std::string since_alert(Instant at, Instant alert);

// The alert of a chain; nullptr: none.
FactEntry const* alert_of(std::span<FactEntry const> platform);

// The operator's command, shortened to fit a row.
std::string shortened(std::string const& line, std::size_t most);

}  // namespace studylab::debrief
