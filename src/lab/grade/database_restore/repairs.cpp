#include "lab/grade/database_restore/repairs.h"

#include <algorithm>
#include <optional>

#include "lab/grade/run.h"

namespace studylab::grade::database_restore {
namespace {

// The verdict of the restore's plan on a release; none: the plan has none.
std::optional<DatabaseVerdict> verdict_in(RestorePlanned const& planned, ReleaseId release,
                                          SchemaVersion schema) {
  for (auto const& fit : planned.releases) {
    if (fit.release == release && fit.schema == schema) return fit.verdict;
  }
  return std::nullopt;
}

// A release that fits takes over from one that does not fit the restored schema.
bool fits_restored(Run const& run, RepairAct const& act) {
  bool const moves = act.verb == RepairVerb::rollback || act.verb == RepairVerb::deploy;
  bool const own = act.environment != nullptr && is_incident(run, *act.environment);
  if (!moves || !own || !act.release) return false;
  auto const owner = owner_at(run, act.entry);
  return std::ranges::any_of(run.restores.all, [&](RestoreSeen const& restore) {
    if (restore.cut_over == nullptr || act.entry < restore.cut_over_entry) return false;
    auto const schema = restore.cut_over->schema;
    return verdict_in(*restore.planned, owner, schema) != DatabaseVerdict::compatible &&
           verdict_in(*restore.planned, act.release, schema) == DatabaseVerdict::compatible;
  });
}

// Another release stops one that writes wrong rows.
bool stops_writer(Run const& run, RepairAct const& act) {
  bool const moves = act.verb == RepairVerb::rollback || act.verb == RepairVerb::deploy;
  auto const* wrong = damage_of(run, DamageKind::wrong);
  return moves && wrong != nullptr && act.release && act.release != wrong->release &&
         act.environment != nullptr && is_incident(run, *act.environment);
}

template <RestoreMethod method>
bool is_step(RepairAct const& act) {
  switch (act.verb) {
    case RepairVerb::restore_run:
    case RepairVerb::restore_cutover:
    case RepairVerb::reconcile: return act.method == method;
    case RepairVerb::unfence: return true;
    default: return false;
  }
}

bool leads_to_pitr(Run const& run, RepairAct const& act) {
  return is_step<RestoreMethod::pitr>(act) || stops_writer(run, act) || fits_restored(run, act);
}

bool leads_forward(Run const& run, RepairAct const& act) {
  return is_step<RestoreMethod::forward_repair>(act) || fits_restored(run, act);
}

}  // namespace

constexpr AcceptedRepair restored_by_pitr{.name = "restored-by-pitr",
                                          .command = "restore run DB --plan OP --method pitr",
                                          .reach = Reach::database,
                                          .is_led_to_by = leads_to_pitr,
                                          .completed_at = restored_at,
                                          .then = "restore cutover DB --plan OP"};

constexpr AcceptedRepair repaired_forward{
    .name = "repaired-forward",
    .command = "restore run DB --plan OP --method forward-repair",
    .reach = Reach::database,
    .is_led_to_by = leads_forward,
    .completed_at = restored_at,
    .then = "restore cutover DB --plan OP"};

}  // namespace studylab::grade::database_restore
