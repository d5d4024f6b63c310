#include "control/operations/stages.h"

#include "control/allocations/stages.h"
#include "control/edges/stages.h"
#include "control/failovers/stages.h"
#include "control/jobs/stages.h"
#include "control/promotions/stages.h"
#include "control/providers/stages.h"
#include "control/restores/stages.h"
#include "control/upgrades/stages.h"
#include "control/wakes/stages.h"
#include "model/enum_names.h"

namespace studylab::control {

std::string_view to_text(StageEvent event) {
  return word_of(event, Words<21>{"started",   "held",   "checked",  "moved",          "published",
                                  "finished",  "failed", "replaced", "cancelled",      "retried",
                                  "began",     "placed", "runs",     "attempt_failed", "fenced",
                                  "lifted",    "ran",    "reached",  "switched",       "settled",
                                  "superseded"});
}

StageTable stages_of(OperationKind kind) {
  using enum OperationKind;
  switch (kind) {
    case promotion: return {kind, Stage::requested, promotion_stages};
    case rollback: return {kind, Stage::requested, rollback_stages};
    case restart: return {kind, Stage::running, restart_stages};
    case edge_repair: return {kind, Stage::running, edge_repair_stages};
    case wake: return {kind, Stage::requested, wake_stages};
    case replacement: return {kind, Stage::running, replacement_stages};
    case drain: return {kind, Stage::running, drain_stages};
    case rebuild: return {kind, Stage::running, rebuild_stages};
    case restore: return {kind, Stage::planned, restore_stages};
    case migration:
    case job: return {kind, Stage::waiting, job_stages};
    case failover: return {kind, Stage::requested, failover_stages};
    case rotation: return {kind, Stage::running, rotation_stages};
    // Exists only as history: it has ended before the run begins.
    case build: return {kind, Stage::running, {}};
  }
  STUDYLAB_CHECK(!"an operation of no kind");
  return {};
}

std::optional<Stage> next_stage(Operation const& operation, StageEvent event) {
  return next_stage(stages_of(kind_of(operation)).transitions, operation.stage, event);
}

}  // namespace studylab::control
