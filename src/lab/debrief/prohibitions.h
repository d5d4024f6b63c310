#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lab/debrief/debrief.h"

namespace studylab::debrief {

// How a run kept to a prohibition.
enum class Kept : std::uint8_t {
  kept,     // nobody tried
  refused,  // the operator tried, and the platform refused
  broken,   // it was not held: the platform itself is at fault
};
std::string_view in_words(Kept kept);

struct ProhibitionKept {
  std::string_view id;     // BDN1
  std::string_view words;  // the runbook's own
  Kept how = Kept::kept;
  EntryId
      entry;  // the first refusal, or where it broke; none: neither, or no single entry shows it
};

// The prohibitions of the run's own runbook, then those of others that hold on its platform too.
std::vector<ProhibitionKept> prohibitions(Debrief const& debrief);

}  // namespace studylab::debrief
