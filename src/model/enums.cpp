#include "model/enums.h"

#include "model/enum_names.h"

namespace studylab {

std::string_view to_text(World v) { return word_of(v, Words<2>{"simulated", "live"}); }
std::string_view to_text(ClockKind v) { return word_of(v, Words<2>{"commands", "wall"}); }
std::string_view to_text(Level v) { return word_of(v, Words<3>{"easy", "normal", "hard"}); }
std::string_view to_text(RunEnding v) {
  return word_of(v, Words<5>{"closed", "end-of-input", "time-limit", "interrupted", "crashed"});
}
std::string_view to_text(Lane v) {
  return word_of(v, Words<3>{"preview", "staging", "production"});
}
std::string_view to_text(OperationKind v) {
  return word_of(
      v, Words<14>{"promotion", "rollback", "restart", "edge-repair", "migration", "build", "wake",
                   "replacement", "drain", "rebuild", "restore", "job", "failover", "rotation"});
}
std::string_view to_text(Stage v) {
  return word_of(
      v, Words<22>{"requested", "waiting",   "policy_check",   "route_cas", "edge_propagating",
                   "running",   "healthy",   "rolled_back",    "failed",    "cancelled",
                   "placing",   "starting",  "readiness_wait", "hot",       "planned",
                   "fenced",    "restoring", "verified",       "cut_over",  "reconciled",
                   "unfenced",  "abandoned"});
}
std::string_view to_text(DatabaseVerdict v) {
  return word_of(v, Words<3>{"compatible", "incompatible", "unknown"});
}
std::string_view to_text(SessionImpact v) { return word_of(v, Words<2>{"warm", "cold"}); }
std::string_view to_text(SessionStore v) { return word_of(v, Words<2>{"none", "durable"}); }
std::string_view to_text(MigrationKind v) {
  return word_of(v, Words<3>{"additive", "contracting", "destructive"});
}
std::string_view to_text(DataClass v) {
  return word_of(v, Words<3>{"public-content", "customer-data", "payments"});
}
std::string_view to_text(ProviderKind v) {
  return word_of(v, Words<6>{"database", "object-store", "queue", "payment", "search", "mail"});
}
std::string_view to_text(BindingState v) { return word_of(v, Words<2>{"answers", "gone"}); }
std::string_view to_text(AllocationStage v) {
  return word_of(v, Words<10>{"planned", "pulling", "secrets", "binding", "starting", "readiness",
                              "ready", "draining", "stopped", "failed"});
}
std::string_view to_text(GapMode v) { return word_of(v, Words<2>{"fail-closed", "last-verified"}); }
std::string_view to_text(GapCause v) {
  return word_of(v, Words<5>{"none", "missing_event", "checksum", "other_baseline", "no_baseline"});
}
std::string_view to_text(SnapshotVerdict v) {
  return word_of(
      v, Words<7>{"unverified", "good", "snapshot_stale", "snapshot_forged", "snapshot_truncated",
                  "snapshot_other_partition", "snapshot_replayed"});
}
std::string_view to_text(HoldKind v) {
  return word_of(v, Words<6>{"freeze", "gap-policy", "status", "pause", "fence", "cordon"});
}
std::string_view to_text(Severity v) { return word_of(v, Words<2>{"low", "high"}); }
std::string_view to_text(FaultClass v) {
  return word_of(v, Words<30>{"app-only",        "database-migration",
                              "runtime-service", "route-propagation",
                              "artifact-pull",   "secrets",
                              "bindings",        "readiness",
                              "capacity",        "missing-event",
                              "stale-snapshot",  "forged-snapshot",
                              "tampered-table",  "edge-restart",
                              "corruption",      "destructive-migration",
                              "lost-writes",     "wrong-environment",
                              "reprocessing",    "ready",
                              "no-headroom",     "below-quorum",
                              "drift",           "stuck-sessions",
                              "database",        "object-store",
                              "queue",           "payment",
                              "credential",      "no-fault"});
}
std::string_view to_text(Scope v) {
  return word_of(v, Words<4>{"unstated", "customer", "platform", "both"});
}
std::string_view to_text(RepairKind v) {
  return word_of(v, Words<5>{"artifact", "secret", "binding", "readiness", "migration"});
}
std::string_view to_text(Team v) {
  return word_of(v, Words<5>{"capacity", "security", "database", "provider", "owner"});
}
std::string_view to_text(SpeakerRole v) {
  return word_of(v, Words<3>{"colleague", "executive", "support"});
}
std::string_view to_text(CommandKind v) {
  return word_of(v, Words<6>{"query", "check", "hold", "repair", "record", "prohibited"});
}
std::string_view to_text(Reach v) {
  return word_of(v, Words<9>{"none", "allocation", "binding", "host", "edge", "environment",
                             "database", "partition", "all"});
}
std::string_view to_text(Phase v) {
  return word_of(v, Words<4>{"truth", "classification", "action", "evidence"});
}
std::string_view to_text(RequestError v) {
  return word_of(v, Words<11>{"none", "reset", "time-out", "status", "no_endpoint", "edge_gap",
                              "binding", "asleep", "gate_full", "wake_expired", "wake_failed"});
}
std::string_view to_text(RequestClass v) {
  return word_of(v, Words<4>{"safe", "idempotent", "unsafe", "upgrade"});
}
std::string_view to_text(DamageKind v) {
  return word_of(v, Words<5>{"wrong", "gone", "missing", "foreign", "doubled"});
}
std::string_view to_text(RestoreMethod v) {
  return word_of(v, Words<3>{"pitr", "backup", "forward-repair"});
}
std::string_view to_text(EventChoice v) {
  return word_of(v, Words<3>{"replay", "skip", "compensate"});
}
std::string_view to_text(ConsumerEffect v) { return word_of(v, Words<2>{"database", "outside"}); }
std::string_view to_text(Idempotency v) { return word_of(v, Words<2>{"none", "by-key"}); }
std::string_view to_text(SecretState v) {
  return word_of(v, Words<4>{"present", "missing", "expired", "revoked"});
}
std::string_view to_text(ProviderState v) {
  return word_of(v, Words<4>{"unknown", "healthy", "degraded", "down"});
}
std::string_view to_text(ProbeOutcome v) {
  return word_of(v, Words<4>{"answered", "slow", "failed", "rejected"});
}
std::string_view to_text(ProofKind v) {
  return word_of(v, Words<6>{"replica", "lag", "runtime", "secrets", "artifacts", "fence"});
}
std::string_view to_text(Proven v) { return word_of(v, Words<2>{"no", "yes"}); }

}  // namespace studylab
