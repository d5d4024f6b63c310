#include "lab/grade/facts/releases.h"

#include <algorithm>

namespace studylab::grade {
namespace {

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

ReleaseSeen const* find_other_release(Run const& run, ReleaseId id) {
  auto const* seen = find_release(run, id);
  if (seen == nullptr) return nullptr;
  auto const& release = *seen->registered;
  bool const other = release.environment == environment_of(*run.incident->opened) &&
                     release.digest != run.incident->digest;
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
