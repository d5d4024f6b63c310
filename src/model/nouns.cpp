#include "model/nouns.h"

#include <array>
#include <cstddef>

#include "base/check.h"

namespace studylab {
namespace {

template <class E, std::size_t N>
std::string_view text_of(E value, std::array<std::string_view, N> const& words) {
  static_assert(N == enum_size<E>, "one word a value");
  auto const index = static_cast<std::size_t>(value);
  STUDYLAB_CHECK(index < N);
  return words[index];
}

using Words2 = std::array<std::string_view, 2>;
using Words3 = std::array<std::string_view, 3>;
using Words4 = std::array<std::string_view, 4>;
using Words5 = std::array<std::string_view, 5>;
using Words6 = std::array<std::string_view, 6>;
using Words7 = std::array<std::string_view, 7>;
using Words10 = std::array<std::string_view, 10>;
using Words30 = std::array<std::string_view, 30>;

}  // namespace

std::string_view to_text(World v) { return text_of(v, Words2{"simulated", "live"}); }
std::string_view to_text(ClockKind v) { return text_of(v, Words2{"commands", "wall"}); }
std::string_view to_text(Level v) { return text_of(v, Words3{"easy", "normal", "hard"}); }
std::string_view to_text(RunEnding v) {
  return text_of(v, Words5{"closed", "end-of-input", "time-limit", "interrupted", "crashed"});
}
std::string_view to_text(Lane v) { return text_of(v, Words3{"preview", "staging", "production"}); }
std::string_view to_text(OperationKind v) {
  return text_of(v,
                 Words6{"promotion", "rollback", "restart", "edge-repair", "migration", "build"});
}
std::string_view to_text(Stage v) {
  return text_of(v, Words10{"requested", "waiting", "policy_check", "route_cas", "edge_propagating",
                            "running", "healthy", "rolled_back", "failed", "cancelled"});
}
std::string_view to_text(DatabaseVerdict v) {
  return text_of(v, Words3{"compatible", "incompatible", "unknown"});
}
std::string_view to_text(SessionImpact v) { return text_of(v, Words2{"warm", "cold"}); }
std::string_view to_text(SessionStore v) { return text_of(v, Words2{"none", "durable"}); }
std::string_view to_text(MigrationKind v) {
  return text_of(v, Words3{"additive", "contracting", "destructive"});
}
std::string_view to_text(DataClass v) {
  return text_of(v, Words3{"public-content", "customer-data", "payments"});
}
std::string_view to_text(ProviderKind v) {
  return text_of(v, Words6{"database", "object-store", "queue", "payment", "search", "mail"});
}
std::string_view to_text(BindingState v) { return text_of(v, Words2{"answers", "gone"}); }
std::string_view to_text(AllocationStage v) {
  return text_of(v, Words10{"planned", "pulling", "secrets", "binding", "starting", "readiness",
                            "ready", "draining", "stopped", "failed"});
}
std::string_view to_text(GapMode v) { return text_of(v, Words2{"fail-closed", "last-verified"}); }
std::string_view to_text(GapCause v) {
  return text_of(v, Words5{"none", "missing_event", "checksum", "other_baseline", "no_baseline"});
}
std::string_view to_text(SnapshotVerdict v) {
  return text_of(v, Words7{"unverified", "good", "snapshot_stale", "snapshot_forged",
                           "snapshot_truncated", "snapshot_other_partition", "snapshot_replayed"});
}
std::string_view to_text(HoldKind v) {
  return text_of(v, Words6{"freeze", "gap-policy", "status", "pause", "fence", "cordon"});
}
std::string_view to_text(Severity v) { return text_of(v, Words2{"low", "high"}); }
std::string_view to_text(FaultClass v) {
  return text_of(v, Words30{"app-only",        "database-migration",
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
  return text_of(v, Words4{"unstated", "customer", "platform", "both"});
}
std::string_view to_text(RepairKind v) {
  return text_of(v, Words5{"artifact", "secret", "binding", "readiness", "migration"});
}
std::string_view to_text(Team v) {
  return text_of(v, Words5{"capacity", "security", "database", "provider", "owner"});
}
std::string_view to_text(Phase v) {
  return text_of(v, Words4{"truth", "classification", "action", "evidence"});
}
std::string_view to_text(RequestError v) {
  return text_of(
      v, Words7{"none", "reset", "time-out", "status", "no_endpoint", "edge_gap", "binding"});
}

}  // namespace studylab
