#include "lab/grade/facts/upgrades.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

bool is_on(Run const& run, AllocationId allocation, HostId host) {
  return std::ranges::any_of(run.hosts.placed, [&](auto const& one) {
    return one.first == allocation && one.second == host;
  });
}

bool is_declared_image(Run const& run, HostId host, Digest const& image) {
  return std::ranges::any_of(run.entries, [&](FactEntry const& entry) {
    auto const* registered = fact_if<HostRegistered>(entry.fact);
    return registered != nullptr && registered->host == host && registered->image == image;
  });
}

// Rebuilt in this run, and not found to differ from its declaration since.
bool is_rebuilt(Run const& run) {
  auto const& upgrade = run.upgrade;
  if (!upgrade.rebuilt) return false;
  bool const checked =
      !upgrade.postchecks.empty() && upgrade.postchecks.back().entry > upgrade.rebuilt;
  return checked ? upgrade.postchecks.back().passed : upgrade.rebuilt_well;
}

bool is_cordoned(Run const& run, HostId host) {
  auto const found = std::ranges::find(run.hosts.all, host, &HostSeen::host);
  return found != run.hosts.all.end() && found->cordoned;
}

}  // namespace

HostId incident_host(Run const& run) { return host_of(*run.incident->opened); }

void record_drain(Run& run, FactEntry const& entry, OperationRecorded const& fact) {
  auto const* drain = std::get_if<requests::Drain>(&fact.request);
  if (drain == nullptr || drain->host == incident_host(run) || ended(fact.stage)) return;
  run.upgrade.drains.push_back({fact.operation, drain->host, entry.id, {}});
}

void end_drain(Run& run, FactEntry const& entry, StageReached const& fact) {
  if (!ended(fact.stage)) return;
  for (auto& seen : run.upgrade.drains) {
    if (seen.operation == fact.operation && !seen.ended) seen.ended = entry.id;
  }
  auto const* begun = latest_of(run, fact.operation);
  bool const well = fact.stage == Stage::healthy;
  if (begun == nullptr || !well || begun->host != incident_host(run)) return;
  if (begun->verb == RepairVerb::replacement) run.upgrade.replaced = entry.id;
  if (begun->verb == RepairVerb::drain) run.upgrade.drained = entry.id;
}

void see_ages(Run& run, FactEntry const& entry, SessionAgesRecorded const& fact) {
  if (!is_on(run, fact.allocation, incident_host(run))) return;
  run.upgrade.ages.push_back({fact.allocation, entry.id, fact.past_drain_time});
}

void see_postcheck(Run& run, FactEntry const& entry, HostPostchecked const& fact) {
  if (!incident_host(run) || entry.id < run.incident->entry) return;
  bool const passes = fact.result == PostcheckResult::passed;
  if (fact.host != incident_host(run)) {
    run.upgrade.others.emplace_back(fact.host, passes);
    return;
  }
  run.upgrade.postchecks.push_back({entry.id, passes, is_declared_image(run, fact.host, fact.image),
                                    run.upgrade.drift_ordered_by == fact.ordered_by});
  // Of a host that was never cordoned.
  if (!passes || !run.upgrade.rebuilt || is_cordoned(run, fact.host)) return;
  run.upgrade.begun = EntryId{};
  if (!run.upgrade.returned) run.upgrade.returned = entry.id;
}

void see_drift(Run& run, FactEntry const& entry, HostDriftFound const& fact) {
  if (!incident_host(run) || fact.host != incident_host(run)) return;
  run.upgrade.drift.push_back(entry.id);
  run.upgrade.drift_ordered_by = fact.ordered_by;
  for (auto const& one : fact.paths) run.upgrade.drifted.push_back(one.path);
}

void record_drift(Run& run, FactEntry const& entry, DriftRecorded const& fact) {
  auto& repair = add_repair(run, entry, RepairVerb::drift_record, fact.act);
  repair.host = fact.host;
  repair.effect = repair.ended = entry.id;
  repair.ending = Ending::well;
}

void see_rebuild(Run& run, FactEntry const& entry, HostRebuilt const& fact) {
  if (!incident_host(run) || fact.host != incident_host(run)) return;
  run.upgrade.rebuilt = entry.id;
  run.upgrade.rebuilt_well = is_declared_image(run, fact.host, fact.image);
}

void ask_for_host(Run& run, EntryId at) {
  auto& upgrade = run.upgrade;
  if (!incident_host(run) || upgrade.asked) return;
  upgrade.asked = at;
  auto const passes = [](auto const& check) { return check.second; };
  auto const is_known = [&](HostSeen const& host) {
    bool const checked = std::ranges::any_of(
        upgrade.others, [&](auto const& check) { return check.first == host.host; });
    return !host.cordoned || host.host == incident_host(run) || checked;
  };
  upgrade.asked_knowing =
      std::ranges::any_of(upgrade.others, passes) || std::ranges::all_of(run.hosts.all, is_known);
}

void count_cut(Run& run, SessionsDrained const& fact) {
  auto const host = incident_host(run);
  // The report can come after the one that it has stopped.
  bool const was_on = std::ranges::any_of(run.upgrade.lost, [&](auto const& one) {
    return one.first == fact.allocation && one.second == host;
  });
  if (is_on(run, fact.allocation, host) || was_on) run.upgrade.cut += fact.cut;
}

void begin_on_host(Run& run, FactEntry const& entry, RepairAct& repair, HostId host) {
  repair.host = host;
  repair.moved = entry.id;
  if (host == incident_host(run)) {
    if (repair.verb == RepairVerb::rebuild && is_rebuilt(run)) {
      repair.condition = Condition::needs_none;
    }
    if (!run.upgrade.begun) run.upgrade.begun = entry.id;
    return;
  }
  // An empty cordoned host, to be returned where slots are short.
  if (repair.verb == RepairVerb::rebuild && is_cordoned(run, host) && is_short_of_slots(run)) {
    repair.condition = Condition::broken;
  }
  // A replacement of a member that is down.
  bool const down = std::ranges::any_of(run.upgrade.lost, [&](auto const& one) {
    return one.second == host && has_ended_process(run, one.first);
  });
  if (down && repair.verb == RepairVerb::replacement) repair.condition = Condition::broken;
}

void return_host(Run& run, FactEntry const& entry, RepairAct& repair, bool was_short) {
  auto const host = incident_host(run);
  if (!host) return;
  if (repair.host != host) {
    if (was_short) repair.condition = Condition::broken;
    return;
  }
  run.upgrade.begun = EntryId{};
  if (run.upgrade.rebuilt) run.upgrade.returned = entry.id;
}

void note_lost(Run& run, AllocationId allocation) {
  for (auto const& one : run.hosts.placed) {
    if (one.first == allocation) run.upgrade.lost.push_back(one);
  }
}

bool is_of_host(RepairAct const& act) {
  return act.verb == RepairVerb::replacement || act.verb == RepairVerb::drain ||
         act.verb == RepairVerb::rebuild;
}

bool is_upgraded(Run const& run) {
  auto const& upgrade = run.upgrade;
  bool const passed = !upgrade.postchecks.empty() && upgrade.postchecks.back().passed;
  return passed && !upgrade.begun && !is_cordoned(run, incident_host(run));
}

bool is_short_of_slots(Run const& run) {
  auto const host = incident_host(run);
  if (!host) return false;
  auto const load =
      std::ranges::count_if(run.hosts.placed, [&](auto const& one) { return one.second == host; });
  return free_slots_without(run, host) < load;
}

}  // namespace studylab::grade
