// What becomes of a live session when its host is drained.
#include <fmt/format.h>

#include "control/allocations/continuity.h"
#include "lab/decisions/shared.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view session_stores[] = {"none", "durable"};

control::DrainedSession session_of(Inputs const& in) {
  return {static_cast<SessionStore>(in.index("store")),
          in.yes("owner_reads") ? control::ReadsState::yes : control::ReadsState::no,
          in.duration("stays"), in.duration("deadline")};
}

std::string why_not_stored(control::DrainedSession const& session) {
  if (session.store == SessionStore::none) return "The environment has no session store.";
  return "The release that owns the route does not read its state.";
}

Outcome evaluate_session(Inputs const& in) {
  auto const session = session_of(in);
  auto const continuity = control::continuity_of(session);
  std::string answer{to_text(continuity)};
  if (continuity == control::Continuity::resume) {
    return {answer,
            {"Its state is stored, and the release that owns the route reads it.",
             "The edge cuts the connection: a client comes back only after an unclean close."}};
  }
  auto const times = fmt::format("Its client stays {}, and the deadline is {}.",
                                 to_text(session.stays), to_text(session.deadline));
  return {answer, {times, why_not_stored(session)}};
}

}  // namespace

Description session_continuity() {
  return {"session-continuity",
          DecisionKind::decision,
          "Session continuity",
          "What happens to one live session when its allocation is drained.",
          "control::continuity_of (control/allocations/continuity.h)",
          {choice("store", "Session store of the environment", session_stores, 1),
           yes_no("owner_reads", "The release that owns the route reads its state", true),
           duration("stays", "Its client stays for", {0, 1800, 60, 300}),
           duration("deadline", "Deadline of the drain", {0, 1800, 60, 600})},
          {{"resume", "Resumes elsewhere with its state"},
           {"drain_in_place", "Stays where it is until its client leaves"},
           {"fresh", "Cut at the deadline: its state is lost, and it starts afresh"}},
          &evaluate_session};
}

}  // namespace studylab::decisions
