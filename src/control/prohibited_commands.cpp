#include "control/prohibited_commands.h"

namespace studylab::control {
namespace {

struct ProhibitedRow {
  RefusalCode code;
  std::string_view why;
  std::string_view right;
};

ProhibitedRow prohibited_command(ProhibitedVerb verb) {
  using enum ProhibitedVerb;
  switch (verb) {
    case rebuild_from:
      return {RefusalCode::rollback_needs_promoted_artifact,
              "a new build is a different artifact from the one that served",
              "`rollback ENV --to REL` uses a release from this environment's history"};
    case set_route:
      return {RefusalCode::edge_table_is_derived, "an edge's route table cannot be edited by hand",
              "`rollback` moves the owner; `repair-propagation EDGE` gives an edge a new baseline"};
    case mark_hot:
      return {RefusalCode::not_ready,
              "only a runner's readiness report makes an allocation routable",
              "`show allocation ALLOC` shows its stage"};
    case hold_requests:
      return {RefusalCode::unsafe_hold_is_bounded, "unsafe requests may be held only within bounds",
              "let the edge answer them with 503 and Retry-After"};
    case choose_owner:
      return {RefusalCode::health_is_not_ownership, "health does not choose who owns a route",
              "`rollback` or `deploy` moves the owner by an operation"};
    case clear_gap:
      return {RefusalCode::gap_needs_baseline, "only a new baseline clears a gap",
              "`repair-propagation EDGE`"};
    case skip_to:
      return {RefusalCode::sequence_gap, "no event may be skipped",
              "`resume EDGE --from` the verified snapshot's sequence + 1"};
    case scale:
      return {RefusalCode::allocations_are_bounded,
              "more allocations do not repair the fault, and their number is limited",
              "`show errors ENV` shows what fails"};
    case kill_sessions:
      return {RefusalCode::sessions_active, "live sessions would be killed", "drain the host"};
    case restore_over:
      return {RefusalCode::preview_over_production, "a restore must not overwrite a database",
              "plan a restore from the environment's own backups"};
    case edit_host:
      return {RefusalCode::drift_unrecorded, "hosts are built only from their declared image",
              "record the drift, then rebuild"};
    case move_sessions:
      return {RefusalCode::region_not_ready, "that region has not been proven ready",
              "keep sessions where their data and runtime are"};
  }
  STUDYLAB_CHECK(!"a prohibited command without a row");
  return {};
}

}  // namespace

Refusal refusal_of(ProhibitedVerb verb) {
  auto const row = prohibited_command(verb);
  return Refusal{row.code, std::string{row.why}, std::string{row.right}};
}

}  // namespace studylab::control
