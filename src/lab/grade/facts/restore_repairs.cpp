#include "lab/grade/facts/restore_repairs.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

// The latest restore that had taken over by then; nullptr: none.
RestoreSeen const* taken_over(Run const& run, EntryId at) {
  RestoreSeen const* latest = nullptr;
  for (auto const& seen : run.restores.all) {
    bool const before = seen.begun != nullptr && seen.cut_over != nullptr &&
                        seen.cut_over_entry < at && is_incident(run, *seen.database);
    if (!before) continue;
    if (latest == nullptr || seen.cut_over_entry > latest->cut_over_entry) latest = &seen;
  }
  return latest;
}

bool served_with_symptoms(Run const& run, ReleaseId release) {
  auto const* seen = find_release(run, release);
  return seen != nullptr && std::ranges::any_of(seen->registered->served, [](Service const& one) {
           return one.symptoms > 0;
         });
}

// Another release, that has not failed itself, stops one that writes wrong rows.
bool stops_writer(Run const& run, RepairAct const& act) {
  auto const* wrong = damage_of(run, DamageKind::wrong);
  return wrong != nullptr && act.release && act.release != wrong->release &&
         !served_with_symptoms(run, act.release);
}

// The restored schema is not the owner's, who therefore must change.
bool replaces_misfit(Run const& run, RepairAct const& act) {
  auto const* restore = taken_over(run, act.entry);
  auto const* owner = find_release(run, owner_at(run, EntryId{act.entry.number - 1}));
  if (restore == nullptr || owner == nullptr) return false;
  auto const* manifest = manifest_of(run, owner->registered->digest);
  auto const schema = restore->cut_over->schema;
  bool const fits = manifest != nullptr && manifest->reads && manifest->writes &&
                    manifest->reads->holds(schema) && manifest->writes->holds(schema);
  return !fits;
}

bool moves_owner_for_data(Run const& run, RepairAct const& act) {
  bool const moves = act.verb == RepairVerb::rollback || act.verb == RepairVerb::deploy;
  bool const own = act.environment != nullptr && is_incident(run, *act.environment);
  return moves && own && (stops_writer(run, act) || replaces_misfit(run, act));
}

template <RestoreMethod method>
bool is_step(Run const& run, RepairAct const& act) {
  switch (act.verb) {
    case RepairVerb::restore_run:
    case RepairVerb::restore_cutover:
    case RepairVerb::reconcile: return act.method == method;
    case RepairVerb::unfence: {
      auto const* restore = taken_over(run, act.entry);
      return restore == nullptr || restore->begun->method == method;
    }
    default: return false;
  }
}

bool leads_to_pitr(Run const& run, RepairAct const& act) {
  return is_step<RestoreMethod::pitr>(run, act) || moves_owner_for_data(run, act);
}

bool leads_forward(Run const& run, RepairAct const& act) {
  return is_step<RestoreMethod::forward_repair>(run, act);
}

bool let_in_after(Run const& run, RestoreSeen const& restore) {
  return std::ranges::any_of(run.restores.fences, [&](FenceSeen const& fence) {
    return fence.admitted && fence.admitted >= restore.settled;
  });
}

// Why the copy that serves at the end does not count as a repair.
Shortfall lacked_by_copy(Run const& run) {
  auto const* restore = taken_over(run, EntryId{run.end.number + 1});
  if (restore == nullptr || restore->planned == nullptr) return {};
  auto const name = to_text(restore->operation);
  auto const& method = restore->planned->methods[static_cast<std::size_t>(restore->begun->method)];
  if (method.rpo != Within::yes) {
    return {fmt::format("{} loses more than the RPO allows, by its own plan", name),
            "`show plan OP` compares each method with the RPO, before `restore run`"};
  }
  if (data_damaged(run)) {
    return {fmt::format("a check still finds damage after the cut-over of {}", name),
            "choose a method and a target that leave no damaged rows: `restore plan DB`"};
  }
  if (!restore->settled) {
    return {fmt::format("the events past the restore point of {} were not settled", name),
            "`reconcile DB --plan OP` for each consumer, then `unfence DB`"};
  }
  if (let_in_after(run, *restore)) return {};
  return {fmt::format("writers were not let in again after {}", name),
          "`unfence DB` once every consumer is settled"};
}

}  // namespace

constexpr AcceptedRepair restored_by_pitr{.name = "restored-by-pitr",
                                          .command = "restore run DB --plan OP --method pitr",
                                          .reach = Reach::database,
                                          .is_led_to_by = leads_to_pitr,
                                          .completed_at = restored_at,
                                          .then = "restore cutover DB --plan OP",
                                          .lacked = lacked_by_copy};

constexpr AcceptedRepair repaired_forward{
    .name = "repaired-forward",
    .command = "restore run DB --plan OP --method forward-repair",
    .reach = Reach::database,
    .is_led_to_by = leads_forward,
    .completed_at = restored_at,
    .then = "restore cutover DB --plan OP",
    .lacked = lacked_by_copy};

}  // namespace studylab::grade
