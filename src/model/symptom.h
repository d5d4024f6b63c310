#pragma once

#include <cstdint>

#include "model/edge_facts.h"

namespace studylab {

// The symptom: the meaning of "over its error threshold" for edges, control plane and grader.

// Whether an answer of this kind failed its client.
constexpr bool failed_with(std::uint16_t status, RequestError error) {
  return status >= 500 || error != RequestError::none;
}
inline bool failed(ObservedRow const& row) { return failed_with(row.status, row.error); }

// Whether the gate of a sleeping environment gave this answer. Gates report such answers
// themselves, so they are not a reason for a crossing of an edge's threshold.
constexpr bool by_gate(RequestError error) {
  return error == RequestError::asleep || error == RequestError::gate_full ||
         error == RequestError::wake_expired || error == RequestError::wake_failed;
}

struct ErrorCount {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::uint32_t users = 0;  // distinct users with an error
};

// Fewer errors than this in one observation are not a symptom, regardless of their share.
inline constexpr std::uint64_t min_errors = 5;

// Whether one observation is over its environment's threshold: more than `threshold` of the route's
// requests failed, and at least `min_errors` of them.
constexpr bool over_threshold(ErrorCount const& count, Permille threshold) {
  return count.errors >= min_errors && count.errors * 1000 > count.requests * threshold.value();
}

// What one observation counted for a route.
inline ErrorCount count_errors(RequestsObserved const& observed, RouteKey const& route) {
  ErrorCount count;
  for (auto const& row : observed.rows) {
    if (row.route != route) continue;
    count.requests += row.requests;
    if (!failed(row)) continue;
    count.errors += row.requests;
    count.users += row.users;
  }
  return count;
}

// An edge ends an observation at every whole 10 s of platform time, and at once when a route's
// error rate crosses its threshold.
inline constexpr Duration observation_interval = std::chrono::seconds{10};

// The first whole interval's end after `now`.
constexpr Instant interval_end(Instant now) {
  return now - now.time_since_epoch() % observation_interval + observation_interval;
}

// The symptom of an environment is absent if no observation that ended within this last duration
// is over its threshold.
inline constexpr Duration symptom_quiet = std::chrono::seconds{30};

}  // namespace studylab
