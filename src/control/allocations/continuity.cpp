#include "control/allocations/continuity.h"

#include "model/enum_names.h"

namespace studylab::control {
namespace {

// Stored, and read by the release that they come to.
bool survive(SessionStore store, ReadsState reads) {
  return store == SessionStore::durable && reads == ReadsState::yes;
}

}  // namespace

std::string_view to_text(Continuity continuity) {
  return word_of(continuity, Words<3>{"resume", "drain_in_place", "fresh"});
}

Continuity continuity_of(DrainedSession const& session) {
  if (survive(session.store, session.owner_reads)) return Continuity::resume;
  return session.stays <= session.deadline ? Continuity::drain_in_place : Continuity::fresh;
}

SessionCheck check_sessions(SessionStore store, ReadsState reads, std::uint32_t live) {
  if (survive(store, reads) || live == 0) return {};
  return {SessionImpact::cold, live};
}

}  // namespace studylab::control
