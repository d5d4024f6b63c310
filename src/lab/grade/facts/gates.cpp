#include "lab/grade/facts/gates.h"

#include <algorithm>

#include "lab/grade/run.h"
#include "model/symptom.h"

namespace studylab::grade {
namespace {

bool was_full(Run const& run) { return !run.gates.at_bound.empty(); }

bool is_at_bound(Run const& run, FactEntry const& entry) {
  return std::ranges::find(run.gates.at_bound, entry.id) != run.gates.at_bound.end();
}

bool prints_gate(Run const& run, Queried const& queried) {
  return queried.query == "gate" && at_incident(run, queried.object);
}

void count_refused(Gates& gates, GateReported const& fact) {
  gates.last_refused = std::max(gates.last_refused, fact.until);
  auto const from = std::max(fact.from, gates.refused_counted_until);
  if (fact.until <= from) return;
  gates.refused_time += fact.until - from;
  gates.refused_counted_until = fact.until;
}

}  // namespace

void see_gate(Run& run, FactEntry const& entry, GateReported const& fact) {
  if (!is_incident(run, fact.environment)) return;
  bool held_class_refused = fact.crossing == GateCrossing::bound;
  bool turned_away = false;
  for (auto const& row : fact.rows) {
    bool const may_wait =
        row.request_class == RequestClass::safe || row.request_class == RequestClass::idempotent;
    if (may_wait && row.refused > 0) held_class_refused = true;
    if (row.refused + row.expired > 0) turned_away = true;
  }
  if (turned_away) count_refused(run.gates, fact);
  if (held_class_refused) run.gates.at_bound.push_back(entry.id);
}

bool refused_lately(Run const& run, Instant now) {
  auto const last = run.gates.last_refused;
  return last != Instant{} && now - last < symptom_quiet;
}

constexpr Clue gate_full{
    .name = "gate-full-in-bounds",
    .words = "what waits at the gate, and whether it is within its bounds (`show gate ENV`)",
    .command = "show gate ENV",
    .holds = was_full,
    .carried_by = is_at_bound,
    .printed_by = prints_gate};

}  // namespace studylab::grade
