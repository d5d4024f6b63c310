#pragma once

#include <cstdint>
#include <string_view>

#include "base/instant.h"
#include "model/enums.h"

// What becomes of live sessions when the owner of their route changes or their allocation leaves
// its host: pure functions, without the rest of the state.
namespace studylab::control {

// Whether the release that sessions come to reads the state that they were stored with.
enum class ReadsState : std::uint8_t { no, yes };

// What happens to a live session when its allocation is drained.
enum class Continuity : std::uint8_t {
  resume,          // its state is stored, and it continues elsewhere
  drain_in_place,  // it stays until its client leaves
  fresh,           // it stays until the deadline cuts it: its state is lost
};
std::string_view to_text(Continuity continuity);

// `stays`: until its client leaves by itself, from the beginning of the drain.
struct DrainedSession {
  SessionStore store = SessionStore::none;
  ReadsState owner_reads = ReadsState::no;
  Duration stays{};
  Duration deadline{};
};
Continuity continuity_of(DrainedSession const& session);

// Sessions when another release becomes the owner.
struct SessionCheck {
  SessionImpact impact = SessionImpact::warm;
  std::uint32_t fresh = 0;  // sessions that would start afresh
};
// Warm: the environment stores its sessions, and the release reads their state, or there is no live
// session. Cold: all of them would start afresh.
SessionCheck check_sessions(SessionStore store, ReadsState reads, std::uint32_t live);

}  // namespace studylab::control
