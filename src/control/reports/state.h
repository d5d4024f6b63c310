#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// The reports of one process in one boot that are in the chain.
struct SeenReports {
  ReportNumber contiguous_until;           // every one up to this
  std::vector<ReportNumber> out_of_order;  // after it; ascending
};

struct Reports {
  std::map<std::pair<std::string, Boot>, SeenReports> seen_reports;
};

// Whether this process's report of this number is in the chain.
bool has_seen(Reports const& reports, Origin const& origin);
// Records that the process's report of this number is in the chain.
void note_report(Reports& reports, Origin const& origin);

}  // namespace studylab::control
