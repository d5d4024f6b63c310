#include "edge/gate_limits.h"

#include <algorithm>
#include <limits>

#include "base/planted.h"

namespace studylab::edge {
namespace {

// Without a contract for sending it again, it is not known what a late request does.
bool may_wait(AtGate const& request) {
  bool const kind = request.request_class == RequestClass::safe ||
                    request.request_class == RequestClass::idempotent;
  return kind && request.bound.requests > 0;
}

}  // namespace

std::uint32_t room_for(AtGate const& request) {
  constexpr std::uint64_t unlimited = std::numeric_limits<std::uint32_t>::max();
  if (request.request_class != RequestClass::safe && planted(Guard::swn1)) return unlimited;
  auto const& limit = request.bound;
  std::uint64_t room = limit.requests - std::min(limit.requests, request.waiting);
  if (request.bytes > 0) {
    auto const left = limit.bytes - std::min(limit.bytes, request.waiting_bytes);
    room = std::min(room, left / request.bytes);
  }
  return static_cast<std::uint32_t>(std::min(room, unlimited));
}

GateVerdict judge_request(AtGate const& request, Instant now) {
  if (request.wake == WakeHope::failed) return {0, RequestError::wake_failed};
  if (!may_wait(request) && !planted(Guard::swn1)) return {0, RequestError::asleep};
  if (now >= request.wake_until) return {0, RequestError::wake_expired};
  return {room_for(request), RequestError::gate_full};
}

}  // namespace studylab::edge
