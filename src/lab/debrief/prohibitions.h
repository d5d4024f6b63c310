#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lab/debrief/debrief.h"

namespace studylab::debrief {

// How a prohibition was kept in a run.
enum class Kept : std::uint8_t {
  kept,     // no attempt
  refused,  // the operator tried, and the platform refused
  broken,   // the platform did not enforce it: a defect of the platform
};
std::string_view in_words(Kept kept);

struct ProhibitionKept {
  std::string_view id;     // BDN1
  std::string_view words;  // of the runbook
  Kept how = Kept::kept;
  EntryId entry;  // the first refusal or violation; none: neither, or not in a single entry
};

// The prohibitions of the run's runbook, then those of others that hold on its platform too.
std::vector<ProhibitionKept> prohibitions(Debrief const& debrief);

}  // namespace studylab::debrief
