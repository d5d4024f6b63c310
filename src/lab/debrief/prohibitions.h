#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lab/debrief/debrief.h"

namespace studylab::debrief {

// Whether a run kept a prohibition.
enum class Kept : std::uint8_t {
  kept,     // no attempt
  refused,  // the operator tried, and the platform refused
  broken,   // the platform did not enforce it: a defect of the platform
};
std::string_view in_words(Kept kept);

struct ProhibitionKept {
  std::string_view id;     // of its line in the runbook
  std::string_view words;  // the text in the runbook
  Kept how = Kept::kept;
  EntryId entry;  // the first refusal or violation; none: there was neither, or no single entry
                  // shows it
};

// The prohibitions of the run's runbook, then those of other runbooks that also apply to its
// platform.
std::vector<ProhibitionKept> prohibitions(Debrief const& debrief);

}  // namespace studylab::debrief
