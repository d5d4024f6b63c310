#include "lab/drill/sheet.h"

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

std::string_view to_text(TellFact fact) {
  switch (fact) {
    case TellFact::failed_by_new_release: return "failed-by-new-release";
    case TellFact::failed_at_one_edge: return "failed-at-one-edge";
    case TellFact::under_threshold: return "under-threshold";
    case TellFact::bindings_answer: return "bindings-answer";
    case TellFact::binding_gone: return "binding-gone";
    case TellFact::rollback_compatible: return "rollback-compatible";
    case TellFact::rollback_incompatible: return "rollback-incompatible";
    case TellFact::no_rows_lost: return "no-rows-lost";
    case TellFact::rows_lost: return "rows-lost";
    case TellFact::edge_behind: return "edge-behind";
  }
  check_failed("a tell", __FILE__, __LINE__);
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

std::string_view to_text(DueFact fact) {
  switch (fact) {
    case DueFact::environment_frozen: return "environment-frozen";
    case DueFact::state_before_logs: return "state-before-logs";
    case DueFact::class_stands: return "class-stands";
    case DueFact::rolled_back_by_operation: return "rolled-back-by-operation";
    case DueFact::forward_fix_by_operation: return "forward-fix-by-operation";
  }
  check_failed("a due fact", __FILE__, __LINE__);
}

std::string_view to_text(End end) {
  switch (end) {
    case End::mended: return "mended";
    case End::handed_over: return "handed-over";
  }
  check_failed("an end", __FILE__, __LINE__);
}

std::string to_text(Instrument const& instrument) {
  return instrument.kind == InstrumentKind::look ? "show " + instrument.word
                                                 : instrument.word + " --plan";
}

}  // namespace studylab::drill
