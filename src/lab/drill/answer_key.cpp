#include "lab/drill/answer_key.h"

#include "base/check.h"

namespace studylab::drill {

Reach reach_of(RepairOutcome outcome) {
  switch (outcome) {
    case RepairOutcome::nothing: return Reach::none;
    case RepairOutcome::earlier_release_owns:
    case RepairOutcome::listed_fix_owns:
    case RepairOutcome::brought_fix_owns: return Reach::environment;
    case RepairOutcome::binding_answers: return Reach::binding;
    case RepairOutcome::edge_has_new_baseline: return Reach::edge;
  }
  check_failed("a repair outcome", __FILE__, __LINE__);
}

std::string_view to_text(ClueKind fact) {
  switch (fact) {
    case ClueKind::failed_by_new_release: return "failed-by-new-release";
    case ClueKind::failed_at_one_edge: return "failed-at-one-edge";
    case ClueKind::under_threshold: return "under-threshold";
    case ClueKind::bindings_answer: return "bindings-answer";
    case ClueKind::binding_gone: return "binding-gone";
    case ClueKind::rollback_compatible: return "rollback-compatible";
    case ClueKind::rollback_incompatible: return "rollback-incompatible";
    case ClueKind::no_rows_lost: return "no-rows-lost";
    case ClueKind::rows_lost: return "rows-lost";
    case ClueKind::edge_behind: return "edge-behind";
  }
  check_failed("a clue", __FILE__, __LINE__);
}

std::string_view to_text(RepairOutcome outcome) {
  switch (outcome) {
    case RepairOutcome::nothing: return "nothing";
    case RepairOutcome::earlier_release_owns: return "earlier-release-owns";
    case RepairOutcome::listed_fix_owns: return "listed-fix-owns";
    case RepairOutcome::brought_fix_owns: return "brought-fix-owns";
    case RepairOutcome::binding_answers: return "binding-answers";
    case RepairOutcome::edge_has_new_baseline: return "edge-has-new-baseline";
  }
  check_failed("a repair outcome", __FILE__, __LINE__);
}

std::string_view to_text(RequiredFact fact) {
  switch (fact) {
    case RequiredFact::environment_frozen: return "environment-frozen";
    case RequiredFact::state_before_logs: return "state-before-logs";
    case RequiredFact::class_in_force: return "class-in-force";
    case RequiredFact::rolled_back_by_operation: return "rolled-back-by-operation";
    case RequiredFact::forward_fix_by_operation: return "forward-fix-by-operation";
  }
  check_failed("a required fact", __FILE__, __LINE__);
}

std::string_view to_text(StatusCause cause) {
  switch (cause) {
    case StatusCause::app: return "app";
    case StatusCause::platform: return "platform";
    case StatusCause::provider: return "provider";
  }
  check_failed("a status cause", __FILE__, __LINE__);
}

std::string_view to_text(End end) {
  switch (end) {
    case End::resolved: return "resolved";
    case End::handed_over: return "handed-over";
  }
  check_failed("an end", __FILE__, __LINE__);
}

}  // namespace studylab::drill
