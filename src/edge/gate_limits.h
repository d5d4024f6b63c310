#pragma once

#include <cstdint>

#include "model/enums.h"
#include "model/hold_bound.h"

// Whether a request to a sleeping environment waits at its gate: one pure function.
namespace studylab::edge {

// Whether the wake can still bring an allocation up.
enum class WakeHope : std::uint8_t { open, failed };

// What the edge knows when requests of one class arrive.
struct AtGate {
  RequestClass request_class = RequestClass::safe;
  HoldBound bound;                  // of the class; no requests: none may wait
  std::uint32_t waiting = 0;        // of the class
  std::uint64_t waiting_bytes = 0;  // of the class
  std::uint64_t bytes = 0;          // of each request
  WakeHope wake = WakeHope::open;
  Instant wake_until = Instant::max();  // when the time of the wake is spent
};

// The first `room` requests wait. The others are answered 503 with the reason: asleep (its class
// may not wait), gate_full, wake_expired or wake_failed.
struct GateVerdict {
  std::uint32_t room = 0;
  RequestError reason = RequestError::gate_full;
};
GateVerdict judge_request(AtGate const& request, Instant now);
// How many such requests may still be held, whatever the wake is doing.
std::uint32_t room_for(AtGate const& request);

}  // namespace studylab::edge
