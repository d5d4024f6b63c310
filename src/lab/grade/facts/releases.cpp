#include "lab/grade/facts/releases.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

// A release's own history has no place for the time in which it still owns the route.
void own(Run& run, EntryId entry, ReleaseId owner) {
  run.releases.owners.emplace_back(entry, owner);
  if (entry > run.incident->entry) return;
  for (auto& release : run.releases.all) {
    if (release.registered->release == owner) release.served = true;
  }
}

bool served_well(Run const& run, ReleaseId owner) {
  auto const* seen = find_other_release(run, owner);
  return seen != nullptr && seen->served &&
         std::ranges::all_of(seen->registered->served,
                             [](Service const& service) { return service.symptoms == 0; });
}

bool leads_to_earlier_release(Run const& run, RepairAct const& act) {
  return leads_to_owner(run, act, served_well);
}

}  // namespace

void register_release(Run& run, FactEntry const& entry, ReleaseRegistered const& fact) {
  run.releases.all.push_back({&fact, entry.id, !fact.served.empty()});
}

void record_owner(Run& run, FactEntry const& entry, RouteOwnerRecorded const& fact) {
  if (fact.route == route_of(*run.incident->opened)) own(run, entry.id, fact.release);
}

void move_owner(Run& run, FactEntry const& entry, RouteOwnerMoved const& fact) {
  auto* repair = latest_of(run, fact.operation);
  if (repair != nullptr && !repair->moved) repair->moved = entry.id;
  if (fact.route != route_of(*run.incident->opened)) return;
  own(run, entry.id, fact.to);
  if (auto* began = repair_of(run, fact.operation); began != nullptr && !began->effect) {
    began->effect = entry.id;
  }
}

ReleaseSeen const* find_release(Run const& run, ReleaseId id) {
  auto const& all = run.releases.all;
  auto const found = std::ranges::find_if(
      all, [&](ReleaseSeen const& seen) { return seen.registered->release == id; });
  return found == all.end() ? nullptr : &*found;
}

Manifest const* manifest_of(Run const& run, Digest const& digest) {
  for (auto const& [entry, stored] : run.releases.artifacts) {
    if (stored->digest == digest) return &stored->manifest;
  }
  return nullptr;
}

ReleaseId owner_at(Run const& run, EntryId at) {
  ReleaseId owner;
  for (auto const& [entry, release] : run.releases.owners) {
    if (entry <= at) owner = release;
  }
  return owner;
}

ReleaseSeen const* find_other_release(Run const& run, ReleaseId id) {
  auto const* seen = find_release(run, id);
  if (seen == nullptr) return nullptr;
  auto const& release = *seen->registered;
  bool const other =
      is_incident(run, release.environment) && release.digest != run.incident->digest;
  return other ? seen : nullptr;
}

bool leads_to_owner(Run const& run, RepairAct const& act,
                    bool (*is_wanted)(Run const& run, ReleaseId owner)) {
  if (act.verb != RepairVerb::rollback && act.verb != RepairVerb::deploy) return false;
  if (act.effect && act.verdict != DatabaseVerdict::compatible) return false;
  return is_wanted(run, act.release);
}

constexpr AcceptedRepair earlier_release_owns{.name = "earlier-release-owns",
                                              .command = "rollback ENV --to REL",
                                              .reach = Reach::environment,
                                              .is_led_to_by = leads_to_earlier_release,
                                              .is_reached_by_owner = served_well};

}  // namespace studylab::grade
