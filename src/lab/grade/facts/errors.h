#pragma once

#include <cstdint>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of errors: what edges reported of the incident's route.
namespace studylab::grade {

// Fewer errors than this, at one edge or of one release, are chance.
inline constexpr std::uint32_t chance_errors = 5;

// One observation, as far as it is about the incident's route.
struct Observation {
  EntryId entry;
  EdgeId edge;
  Instant from{};
  Instant until{};
  std::uint32_t requests = 0;
  std::uint32_t errors = 0;
  std::uint32_t by_release = 0;  // of the errors, those that the incident's release answered
  std::uint32_t by_edge = 0;     // those that no release answered
  std::uint32_t users = 0;       // with an error
  bool over = false;             // its environment's threshold
  RouteSequence applied{};       // acknowledged in the incident's partition; 0: not stated
};

// The errors at one edge since the incident's release took over.
struct EdgeErrors {
  EdgeId edge;
  std::uint32_t by_release = 0;
  std::uint32_t by_edge = 0;
  std::uint32_t by_others = 0;
  // The most users with an error in one observation over the threshold.
  std::uint32_t users_hit = 0;
  std::uint32_t users_failed = 0;  // the same in any observation
  EntryId reported;                // the latest observation since the alert; none: it was silent
};

struct Errors {
  std::vector<Observation> observations;  // ascending by entry
  std::vector<EdgeErrors> edges;          // that have reported
  // An observation over its threshold that began after the interval in which the alert came.
  EntryId over_since_alert;
  Instant last_over{};  // end of the latest observation over the threshold; zero: none
  EntryId last_over_entry;
  Duration over_time{};  // during which one edge at least was over the threshold
  Instant over_counted_until{};
};

void observe(Run& run, FactEntry const& entry, RequestsObserved const& fact);

// nullptr: the entry is not an observation.
Observation const* find_observation(Run const& run, EntryId entry);
// Whether an observation that ended lately is over the threshold.
bool errors_present(Run const& run, Instant now);

// Whether the query prints the errors of the incident's environment.
bool prints_errors(Run const& run, Queried const& queried);

// Failed rows of the incident's route come from one edge alone, and are not a program's answer (no
// release). Carrier: RequestsObserved of that edge with such a failed row.
extern Clue const failed_at_one_edge;

// No observation of the incident's route that began after the interval of the alert is over the
// threshold: the rest of that interval, also at an edge that restarted in it, shows the errors that
// the alert is about. Carrier: RequestsObserved of the route that began at or after the alert and
// is not over.
extern Clue const under_threshold;

}  // namespace studylab::grade
